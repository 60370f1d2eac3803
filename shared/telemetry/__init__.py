"""How is a running process watched: its logs, its metrics, its health?"""
