package dev.orrery.cache;

record Thing(String name, long version) {}
