/** How long a server lives: what every server of the local stack has on its class path. */
@org.jspecify.annotations.NullMarked
package dev.tally.life;
