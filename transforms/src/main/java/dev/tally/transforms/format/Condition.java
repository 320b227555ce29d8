package dev.tally.transforms.format;

import java.util.Set;

/**
 * A condition under which a mapping makes a record.
 *
 * @param values the values of the slot that fulfil the condition
 * @param present whether any value fulfils it
 * @param absent whether an absent value or null fulfils it
 */
record Condition(int slot, Set<String> values, boolean present, boolean absent) {
  boolean holds(Slots slots) {
    return slots.isPresent(slot) ? present || values.contains(slots.asText(slot)) : absent;
  }
}
