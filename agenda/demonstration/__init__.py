"""The demonstration conference: public facts of June 2019, and around them a world that is invented and says so."""
