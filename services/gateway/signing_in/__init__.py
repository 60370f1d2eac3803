"""How does somebody become known to the gateway, and stay so?"""
