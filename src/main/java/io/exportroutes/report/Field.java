package io.exportroutes.report;

/**
 * A single fact.
 *
 * @param key its name for programs
 * @param label its name for people
 */
public record Field(String key, String label, Cell value) {}
