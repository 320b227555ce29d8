/**
 * The settings that a job's state depends on. They are stored with the state and compared at each
 * restore.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.runners.manifest;
