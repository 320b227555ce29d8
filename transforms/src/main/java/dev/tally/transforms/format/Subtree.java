package dev.tally.transforms.format;

import com.google.common.primitives.ImmutableIntArray;
import java.util.List;

/**
 * The part of an input below some nodes of a shape.
 *
 * @param slots the slots of the values
 * @param nodes the numbers of the nodes
 */
record Subtree(ImmutableIntArray slots, ImmutableIntArray nodes) {
  static Subtree of(List<Shape> roots) {
    ImmutableIntArray.Builder slots = ImmutableIntArray.builder();
    ImmutableIntArray.Builder nodes = ImmutableIntArray.builder();
    roots.forEach(root -> add(root, slots, nodes));
    return new Subtree(slots.build(), nodes.build());
  }

  private static void add(
      Shape node, ImmutableIntArray.Builder slots, ImmutableIntArray.Builder nodes) {
    nodes.add(node.id());
    if (node.slot() != Shape.NONE) {
      slots.add(node.slot());
    }
    node.named().values().forEach(child -> add(child, slots, nodes));
    node.elements().values().forEach(child -> add(child, slots, nodes));
  }

  /** Makes the values absent, and counts the elements of their lists from the beginning. */
  void clear(ByteCursor in, Slots out) {
    slots.forEach(out::clear);
    nodes.forEach(in::restartIndex);
  }
}
