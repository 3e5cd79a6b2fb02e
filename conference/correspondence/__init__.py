"""Every message is a row first; Celery only wakes its delivery."""
