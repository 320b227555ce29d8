package dev.tally.transforms.format;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tally.transforms.format.AvroLeaves.Leaf;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;

/** Values of arbitrary schemas of Avro; Avro's own encoder is the oracle. */
class AnyAvroTest {
  private static final int CUTS = 20;

  private static byte[] encode(Schema schema, Object value, boolean inBlocks) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder =
        inBlocks
            ? new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(bytes, null)
            : EncoderFactory.get().binaryEncoder(bytes, null);
    new GenericDatumWriter<>(schema).write(value, encoder);
    encoder.flush();
    return bytes.toByteArray();
  }

  /** Compiles a reader of the paths of some leaves. */
  private static BinaryInput input(Schema schema, List<Leaf> leaves) {
    PathSlots slots = new PathSlots();
    for (int i = 0; i < leaves.size(); i++) {
      slots.of(new FieldPath(Integer.toString(i), FieldPath.Scope.ITEM, leaves.get(i).steps()), 1);
    }
    Shape shape = Shape.root();
    slots.addTo(shape, FieldPath.Scope.ITEM);
    ReachedSlots reached = new ReachedSlots();
    BinaryReader reader =
        AvroPlan.compile(
            AvroSchemaReader.read(schema.toString()),
            shape,
            new BinarySplit(Shape.root(), "", ""),
            reached);
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(reached.contains(i)).isTrue();
    }
    return new BinaryInput(reader, "a value", "m.yaml:1");
  }

  @Property
  void findsEachValueThatAvroHasWritten(@ForAll long seed, @ForAll boolean inBlocks)
      throws IOException {
    Random random = new Random(seed);
    Schema schema = new AvroSamples(random).schema();
    Object value = new AvroSamples(random).value(schema);
    List<Leaf> leaves = AvroLeaves.of(schema, value);
    leaves.removeIf(leaf -> random.nextInt(3) == 0);
    byte[] bytes = encode(schema, value, inBlocks);

    Slots slots = new Slots(leaves.size());
    Rejection rejection = input(schema, leaves).read(bytes, slots);

    assertThat(rejection).as("%s of %s", value, schema).isNull();
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(new Leaf(leaves.get(i).steps(), slots.kind(i), slots.asText(i)))
          .as("%s of %s", value, schema)
          .isEqualTo(leaves.get(i));
    }
  }

  @Property
  void rejectsEachBeginningOfAValue_andEachLongerOne(@ForAll long seed) throws IOException {
    Random random = new Random(seed);
    Schema schema = new AvroSamples(random).schema();
    Object value = new AvroSamples(random).value(schema);
    List<Leaf> leaves = AvroLeaves.of(schema, value);
    byte[] bytes = encode(schema, value, false);
    BinaryInput input = input(schema, leaves);

    for (int cut = 0; cut < CUTS && bytes.length > 0; cut++) {
      byte[] shorter = Arrays.copyOf(bytes, random.nextInt(bytes.length));
      assertThat(input.read(shorter, new Slots(leaves.size()))).isNotNull();
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThat(input.read(longer, new Slots(leaves.size()))).isNotNull();
  }

  @Property
  void noBytesMakeItThrow(@ForAll long seed, @ForAll byte[] any) throws IOException {
    Random random = new Random(seed);
    Schema schema = new AvroSamples(random).schema();
    Object value = new AvroSamples(random).value(schema);
    List<Leaf> leaves = AvroLeaves.of(schema, value);
    BinaryInput input = input(schema, leaves);
    Rejection ofAny = input.read(any, new Slots(leaves.size()));
    assertThat(ofAny == null || !ofAny.detail().isEmpty()).isTrue();
    byte[] bytes = encode(schema, value, random.nextBoolean());
    for (int edit = 0; edit < CUTS && bytes.length > 0; edit++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
      Rejection ofDamaged = input.read(damaged, new Slots(leaves.size()));
      assertThat(ofDamaged == null || ofDamaged.detail().endsWith("(m.yaml:1)")).isTrue();
    }
  }
}
