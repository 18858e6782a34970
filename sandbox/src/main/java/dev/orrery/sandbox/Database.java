package dev.orrery.sandbox;

/** How to reach a database over JDBC. */
public record Database(String url, String username, String password) {}
