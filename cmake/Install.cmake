# Placeholder until the next commit: nothing is installed yet.
