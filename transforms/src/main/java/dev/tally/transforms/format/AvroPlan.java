package dev.tally.transforms.format;

import dev.tally.transforms.format.AvroSchema.Primitive;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles a schema of Avro together with the paths of a mapping: parts of a value to which no path
 * refers are skipped.
 */
final class AvroPlan {
  private final BinarySplit split;
  private final ReachedSlots reached;
  private final IdentityHashMap<AvroSchema.Fields, AvroParts.Fields> skipped =
      new IdentityHashMap<>();

  /** The number of lists and maps around the current value. */
  private int blocks;

  private AvroPlan(BinarySplit split, ReachedSlots reached) {
    this.split = split;
    this.reached = reached;
  }

  /**
   * Returns a reader of the values of a schema.
   *
   * @param input the paths that begin at the input
   * @param split how a list is split, if the shape contains one
   * @throws IllegalArgumentException if the list that is split is not a list of records
   */
  static BinaryReader compile(
      AvroSchema schema, Shape input, BinarySplit split, ReachedSlots reached) {
    return new AvroPlan(split, reached).reader(schema, input);
  }

  private BinaryReader reader(AvroSchema schema, @Nullable Shape shape) {
    if (shape == null) {
      return skip(schema);
    }
    if (schema instanceof AvroSchema.Union union) {
      return new AvroParts.Branches(
          union.branches().stream().map(branch -> reader(branch, shape)).toList());
    }
    if (shape.slot() != Shape.NONE) {
      reached.add(shape.slot());
    }
    return captured(schema, shape);
  }

  private BinaryReader captured(AvroSchema schema, Shape shape) {
    int slot = shape.slot();
    if (schema instanceof Primitive primitive) {
      return slot == Shape.NONE
          ? skip(schema)
          : new AvroScalars.Capture(primitive.type(), primitive.meaning(), slot);
    }
    if (schema instanceof AvroSchema.Fixed fixed) {
      return slot == Shape.NONE
          ? skip(schema)
          : new AvroScalars.CaptureBytes(fixed.size(), fixed.meaning(), slot);
    }
    if (schema instanceof AvroSchema.Symbols symbols) {
      return new AvroScalars.Symbol(symbols.symbols(), slot);
    }
    BinaryReader parts = parts(schema, shape);
    return slot == Shape.NONE ? parts : new AvroParts.Noted(slot, parts);
  }

  private BinaryReader parts(AvroSchema schema, Shape shape) {
    if (schema instanceof AvroSchema.Array array) {
      return shape.isSplit() ? splitItems(array) : items(array, shape);
    }
    if (schema instanceof AvroSchema.Entries entries) {
      return entries(entries, shape);
    }
    return schema instanceof AvroSchema.Fields record ? fields(record, shape) : skip(schema);
  }

  private BinaryReader fields(AvroSchema.Fields record, Shape shape) {
    List<BinaryReader> fields = new ArrayList<>();
    for (AvroSchema.Field field : record.fields()) {
      fields.add(reader(field.schema(), shape.childNamed(field.name())));
    }
    AvroParts.Fields reader = new AvroParts.Fields();
    reader.complete(fields);
    return reader;
  }

  private BinaryReader items(AvroSchema.Array array, Shape shape) {
    blocks++;
    Map<Integer, BinaryReader> byIndex = new HashMap<>();
    shape.elements().forEach((index, item) -> byIndex.put(index, reader(array.items(), item)));
    blocks--;
    return new AvroParts.Items(byIndex, skip(array.items()));
  }

  private BinaryReader entries(AvroSchema.Entries entries, Shape shape) {
    blocks++;
    Map<String, BinaryReader> byKey = new HashMap<>();
    shape.named().forEach((key, value) -> byKey.put(key, reader(entries.values(), value)));
    blocks--;
    return new AvroParts.Entries(byKey, skip(entries.values()));
  }

  private BinaryReader splitItems(AvroSchema.Array array) {
    if (blocks > 0) {
      throw new IllegalArgumentException("split: the list is in another list or in a map");
    }
    AvroSchema items = array.items();
    Integer nullBranch = null;
    if (items instanceof AvroSchema.Union union) {
      for (int branch = 0; branch < union.branches().size(); branch++) {
        nullBranch = isNull(union.branches().get(branch)) ? branch : nullBranch;
      }
    }
    requireRecords(items);
    reached.split();
    BinaryInput item = split.item(reader(items, split.shape()));
    return new AvroParts.SplitItems(skip(items), nullBranch, item);
  }

  private static void requireRecords(AvroSchema items) {
    List<AvroSchema> branches =
        items instanceof AvroSchema.Union union
            ? union.branches().stream().filter(branch -> !isNull(branch)).toList()
            : List.of(items);
    if (!branches.stream().allMatch(branch -> branch instanceof AvroSchema.Fields)) {
      throw new IllegalArgumentException("split: the items of the list are not records");
    }
  }

  private static boolean isNull(AvroSchema schema) {
    return schema instanceof Primitive primitive && primitive.type() == AvroSchema.Type.NULL;
  }

  private BinaryReader skip(AvroSchema schema) {
    if (schema instanceof Primitive primitive) {
      return new AvroScalars.Skip(primitive.type());
    }
    if (schema instanceof AvroSchema.Fixed fixed) {
      return new AvroScalars.SkipBytes(fixed.size());
    }
    if (schema instanceof AvroSchema.Symbols symbols) {
      return new AvroScalars.Symbol(symbols.symbols(), Shape.NONE);
    }
    if (schema instanceof AvroSchema.Union union) {
      return new AvroParts.Branches(union.branches().stream().map(this::skip).toList());
    }
    if (schema instanceof AvroSchema.Array array) {
      return new AvroParts.Items(Map.of(), skip(array.items()));
    }
    if (schema instanceof AvroSchema.Entries entries) {
      return new AvroParts.Entries(Map.of(), skip(entries.values()));
    }
    return skipFields((AvroSchema.Fields) schema);
  }

  private BinaryReader skipFields(AvroSchema.Fields record) {
    AvroParts.Fields known = skipped.get(record);
    if (known != null) {
      return known;
    }
    AvroParts.Fields reader = new AvroParts.Fields();
    skipped.put(record, reader);
    reader.complete(record.fields().stream().map(field -> skip(field.schema())).toList());
    return reader;
  }
}
