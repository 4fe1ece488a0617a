"""`python -m bot` is `gatepost`."""

from bot.cli import main

raise SystemExit(main())
