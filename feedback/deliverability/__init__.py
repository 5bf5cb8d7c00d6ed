"""Whether receivers will believe that our mail is ours: four look-ups, each with what to fix."""
