/**
 * Ends a server together with the process that started it. Every server of the local stack has this
 * on its class path.
 */
@org.jspecify.annotations.NullMarked
package dev.tally.server.life;
