package dev.orrery.gateway.cache;

import java.time.Duration;
import java.time.InstantSource;

/** What all cached routes share. */
record CacheTools(
    Shelf shelf,
    Flights flights,
    NotShared notShared,
    CacheEvents events,
    InstantSource clock,
    Duration patience,
    int largest) {}
