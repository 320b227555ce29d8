package dev.tally.io.hive;

import java.util.UUID;
import java.util.function.Supplier;

/** The only source of randomness in this package: returns names that no other writer uses. */
final class RandomNames implements Supplier<String> {
  @Override
  public String get() {
    return UUID.randomUUID().toString();
  }
}
