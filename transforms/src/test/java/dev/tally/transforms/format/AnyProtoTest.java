package dev.tally.transforms.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.primitives.Bytes;
import dev.tally.transforms.format.AvroLeaves.Leaf;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.Descriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.Descriptors.FileDescriptor;
import org.apache.beam.vendor.grpc.v1p69p0.com.google.protobuf.DynamicMessage;

/** Values of arbitrary messages of Protobuf; Protobuf's own library is the oracle. */
class AnyProtoTest {
  private static final int EDITS = 20;

  private static Descriptor type(FileDescriptorProto file) throws Exception {
    return FileDescriptor.buildFrom(file, new FileDescriptor[0]).findMessageTypeByName("M0");
  }

  private static BinaryInput input(FileDescriptorProto file, List<Leaf> leaves) {
    PathSlots slots = new PathSlots();
    for (int i = 0; i < leaves.size(); i++) {
      String text = Integer.toString(i);
      slots.of(new FieldPath(text, FieldPath.Scope.ITEM, leaves.get(i).steps()), 1);
    }
    Shape shape = Shape.root();
    slots.addTo(shape, FieldPath.Scope.ITEM);
    ProtoSchema schema =
        DescriptorSet.read(FileDescriptorSet.newBuilder().addFile(file).build().toByteArray());
    ReachedSlots reached = new ReachedSlots();
    BinaryReader reader =
        ProtoPlan.compile(
            schema,
            schema.message("acme.M0"),
            shape,
            new BinarySplit(Shape.root(), "", ""),
            reached);
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(reached.contains(i)).as("%s", leaves.get(i)).isTrue();
    }
    return new BinaryInput(reader, "a value", "m.yaml:1");
  }

  /** Two messages after each other are one message that both are merged into. */
  @Property
  void findsEachValueThatProtobufFinds(@ForAll long seed, @ForAll boolean merged) throws Exception {
    Random random = new Random(seed);
    ProtoSamples samples = new ProtoSamples(random);
    FileDescriptorProto file = samples.file();
    Descriptor type = type(file);
    byte[] first = samples.value(type).toByteArray();
    byte[] bytes = merged ? Bytes.concat(first, samples.value(type).toByteArray()) : first;
    DynamicMessage expected = DynamicMessage.parseFrom(type, bytes);
    List<Leaf> leaves = ProtoLeaves.of(expected);
    leaves.removeIf(leaf -> random.nextInt(3) == 0);

    Slots slots = new Slots(leaves.size());
    Rejection rejection = input(file, leaves).read(bytes, slots);

    assertThat(rejection).as("%s of %s", expected, file).isNull();
    for (int i = 0; i < leaves.size(); i++) {
      assertThat(new Leaf(leaves.get(i).steps(), slots.kind(i), slots.asText(i)))
          .as("%s of %s", expected, file)
          .isEqualTo(leaves.get(i));
    }
  }

  @Property
  void noBytesMakeItThrow(@ForAll long seed, @ForAll byte[] any) throws Exception {
    Random random = new Random(seed);
    ProtoSamples samples = new ProtoSamples(random);
    FileDescriptorProto file = samples.file();
    DynamicMessage value = samples.value(type(file));
    List<Leaf> leaves = ProtoLeaves.of(value);
    BinaryInput input = input(file, leaves);
    Rejection ofAny = input.read(any, new Slots(leaves.size()));
    assertThat(ofAny == null || ofAny.detail().endsWith("(m.yaml:1)")).isTrue();
    byte[] bytes = value.toByteArray();
    for (int edit = 0; edit < EDITS && bytes.length > 0; edit++) {
      byte[] damaged = bytes.clone();
      damaged[random.nextInt(bytes.length)] = (byte) random.nextInt();
      Rejection ofDamaged = input.read(damaged, new Slots(leaves.size()));
      assertThat(ofDamaged == null || ofDamaged.detail().endsWith("(m.yaml:1)")).isTrue();
    }
  }

  /** A descriptor set of any bytes is refused with a message, or declares some messages. */
  @Property
  void noBytesMakeTheSchemaReaderThrowAnythingElse(@ForAll byte[] any) {
    ProtoSchema schema;
    try {
      schema = DescriptorSet.read(any);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).hasMessageMatching("(?s).+");
      return;
    }
    assertThat(schema).isNotNull();
  }
}
