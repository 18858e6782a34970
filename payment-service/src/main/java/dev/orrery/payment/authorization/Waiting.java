package dev.orrery.payment.authorization;

import dev.orrery.messaging.ReplyAddress;

/** Somebody who asked for something and has not been answered yet. */
record Waiting(Action asked, ReplyAddress address) {}
