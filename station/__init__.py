"""The kiosk: what people see and touch, and what is remembered."""
