/**
 * Decodes records of other systems: a {@link Mapping} is compiled from a file that declares which
 * values of an input become which fields (docs/event-formats.md).
 *
 * <ul>
 *   <li>The file, {@link MappingFile}: {@code SettingsFile} reads it to {@code Setting}s, {@code
 *       Settings} checks a block of them; {@code MappingReader} compiles it, with {@code
 *       InputReader}, {@code SchemaReader}, {@code RecordReader}, {@code FieldReader}, {@code
 *       Units}, {@code PathReader} and {@code PathSlots}. {@code MappingProblems} collects what is
 *       wrong, {@link InvalidMapping} reports it
 *   <li>The plan: {@code MappingPlan}, with a {@code RecordPlan} per record that is made of an
 *       input, its {@code Condition}s, and a {@code FieldPlan} per field with a {@code
 *       FieldSource}, a {@code ValueTable} and a {@code Conversion} ({@code Conversions}, {@code
 *       ScaledNumber} with {@code PlainDecimal}, {@code AnyTime}, {@code IsoTime}, {@code Misfit}).
 *       {@code Target} and {@code TargetField} describe the records
 *   <li>Reading an input ({@code InputFormat}) fills {@code Slots}. {@code JsonInput} matches the
 *       {@code FieldPath}s of a {@code Shape} in one pass of a {@code JsonCursor}, {@code CsvInput}
 *       reads a line, and {@code BinaryInput} runs a {@code BinaryReader} over a {@code ByteCursor}
 *       ({@code MalformedInput}), after a {@code ConfluentHeader}
 *   <li>Avro: {@code AvroSchemaReader} reads an {@code AvroSchema} ({@code JsonTree}), {@code
 *       AvroPlan} compiles it to {@code AvroParts} and {@code AvroScalars}
 *   <li>Protobuf: {@code DescriptorSet} reads a {@code ProtoSchema} ({@code ProtoFields}, {@code
 *       ProtoType}, {@code ProtoWire}), {@code ProtoPlan} compiles it to a {@code ProtoMessage}
 *       with {@code ProtoReaders}, {@code ProtoDefaults}, a {@code ProtoSplit} and {@code
 *       MessageIndexes}
 *   <li>Making records: {@code InputRecords} evaluates the plan to {@code Values} or a {@code
 *       Rejection}; a list is split into {@code InputItems}: {@code ListPieces}, {@code AvroItems}
 *       and {@code ProtoItems}
 *   <li>{@link Explanation}: what a mapping makes of a sample
 *   <li>{@link ReadyMadeMappings}: mappings of well-known systems
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.format;
