"use strict";
// Shows and hides a page's questions as surveys/logic/holds.py and walk.py do; a test runs both.
const SPACE = /[ \t\n\r\u00a0]+/g, NUMBER = /^-?[0-9]{1,12}(\.[0-9]{1,6})?$/, DAY = /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/;
const fold = (words) => words.replace(SPACE, " ").replace(/^ | $/g, "").toLowerCase();
const order = (one, other) => {
  if (NUMBER.test(one) && NUMBER.test(other)) return Math.sign(Number(one) - Number(other));
  if (DAY.test(one) && DAY.test(other)) return Math.sign((one > other) - (one < other));
  return null;
};
const compared = (op, said, value) => {
  const words = said.map(fold), wanted = fold(value);
  return {
    is: () => words.includes(wanted),
    is_not: () => !words.includes(wanted),
    at_least: () => words.some((each) => [0, 1].includes(order(each, wanted))),
    at_most: () => words.some((each) => [0, -1].includes(order(each, wanted))),
    says: () => words.some((each) => each.includes(wanted)),
    answered: () => words.length > 0,
    unanswered: () => words.length === 0,
  }[op]();
};
const holds = (rule, said) => {
  if (!rule) return true;
  const verdicts = rule.if.map((each) => (Array.isArray(each) ? compared(each[1], said[each[0]] || [], each[2]) : each));
  return rule.match === "any" ? verdicts.includes(true) : !verdicts.includes(false);
};
const shownOf = (rules, given) => {
  const said = {}, shown = [];
  let aim = "";
  for (const { key, show, jumps } of rules) {
    if (aim && aim !== key) continue;
    aim = "";
    if (!holds(show, said)) continue;
    shown.push(key);
    said[key] = given(key);
    const taken = jumps.find(([op, value]) => compared(op, said[key], value));
    if (taken) aim = taken[2];
  }
  return shown;
};
for (const form of typeof document === "undefined" ? [] : document.querySelectorAll("form[data-rules]")) {
  const rules = JSON.parse(form.dataset.rules);
  const given = (key) => new FormData(form).getAll(key).map((each) => String(each).trim()).filter(Boolean);
  const show = () => {
    const shown = shownOf(rules, given);
    for (const { key } of rules) {
      const question = form.querySelector(`[data-question="${CSS.escape(key)}"]`);
      if (!question) continue;
      question.hidden = !shown.includes(key);
      question.querySelector("[name=_seen]").disabled = question.hidden;
    }
  };
  form.addEventListener("input", show);
  addEventListener("pageshow", show);
  form.addEventListener("restored", show);
  show();
}
