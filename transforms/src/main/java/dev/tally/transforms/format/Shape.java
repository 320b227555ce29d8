package dev.tally.transforms.format;

import dev.tally.transforms.json.JsonNames;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of an input that a mapping refers to, as a tree of names and indexes. All paths of a
 * mapping are matched in one pass over the input, with one lookup per field name.
 */
final class Shape {
  /** The index of a child or the slot that does not exist. */
  static final int NONE = JsonNames.UNKNOWN;

  private final JsonNames names = new JsonNames();
  private final List<Shape> children = new ArrayList<>();
  private final Map<String, Integer> indexes = new HashMap<>();
  private final Map<Integer, Shape> elements = new HashMap<>();
  private final int[] nodes;
  private final int id;
  private int slot = NONE;
  private boolean split;

  private Shape(int[] nodes) {
    this.nodes = nodes;
    this.id = nodes[0]++;
  }

  /** Returns the shape of an input to whose values nothing refers yet. */
  static Shape root() {
    return new Shape(new int[1]);
  }

  /** Returns the node of a path, which is added if it does not exist. */
  Shape at(List<Object> steps) {
    Shape node = this;
    for (Object step : steps) {
      node = step instanceof Integer index ? node.element(index) : node.child(String.valueOf(step));
    }
    return node;
  }

  private Shape element(int index) {
    return elements.computeIfAbsent(index, i -> new Shape(nodes));
  }

  private Shape child(String name) {
    Integer index = indexes.get(name);
    if (index != null) {
      return children.get(index);
    }
    Shape child = new Shape(nodes);
    indexes.put(name, names.add(name));
    children.add(child);
    return child;
  }

  /** Sets the slot of this node's value, or returns the slot that it already has. */
  int slot(int ifNone) {
    if (slot == NONE) {
      slot = ifNone;
    }
    return slot;
  }

  void split() {
    split = true;
  }

  /** Returns the names of the children; the index of a name is that of the child. */
  JsonNames names() {
    return names;
  }

  Shape child(int index) {
    return children.get(index);
  }

  String name(int index) {
    return names.get(index);
  }

  boolean hasChildren() {
    return names.size() > 0;
  }

  boolean hasElements() {
    return !elements.isEmpty();
  }

  /** Returns the child with this name, or null if nothing refers to it. */
  @Nullable Shape childNamed(String name) {
    Integer index = indexes.get(name);
    return index == null ? null : children.get(index);
  }

  /** Returns the children by name. */
  Map<String, Shape> named() {
    Map<String, Shape> named = new HashMap<>();
    indexes.forEach((name, index) -> named.put(name, children.get(index)));
    return named;
  }

  /** Returns the nodes of the elements of a list by index. */
  Map<Integer, Shape> elements() {
    return Map.copyOf(elements);
  }

  /** Returns the node of an element of a list, or null if nothing refers to it. */
  @Nullable Shape elementAt(int index) {
    return elements.get(index);
  }

  int slot() {
    return slot;
  }

  boolean isSplit() {
    return split;
  }

  /** Returns the number of this node, from 0. */
  int id() {
    return id;
  }

  /** Returns the number of nodes of the whole tree. */
  int size() {
    return nodes[0];
  }
}
