"""What each network can do, one file a network. The table of all is `bot.platforms.capabilities`."""
