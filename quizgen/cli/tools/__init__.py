"""The commands around content: what comes in from elsewhere, and what is installed."""
