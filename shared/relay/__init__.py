"""How do events get from the log to RabbitMQ, each at least once and in order?"""
