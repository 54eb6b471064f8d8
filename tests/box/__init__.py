"""WhatsApp in a box, and the demo that shows the whole service with it; the tests of both."""
