"""The Secretariat's pages of campaigns: their list, each one's page, its words, its recipients, what sends it off."""
