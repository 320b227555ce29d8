/**
 * Decodes records of other systems: a {@link Mapping} is compiled from a file that declares which
 * values of an input become which fields (docs/event-formats.md).
 *
 * <ul>
 *   <li>The file: {@code SettingsFile} reads it to {@code Setting}s, {@code Settings} checks a
 *       block of them; {@code MappingReader} compiles it, with {@code RecordReader}, {@code
 *       FieldReader}, {@code Units}, {@code PathReader} and {@code PathSlots}. {@code
 *       MappingProblems} collects what is wrong, {@link InvalidMapping} reports it
 *   <li>The plan: {@code MappingPlan}, with a {@code RecordPlan} per record that is made of an
 *       input, its {@code Condition}s, and a {@code FieldPlan} per field with a {@code
 *       FieldSource}, a {@code ValueTable} and a {@code Conversion} ({@code Conversions}, {@code
 *       ScaledNumber} with {@code PlainDecimal}, {@code IsoTime}, {@code Misfit}). {@code Target}
 *       and {@code TargetField} describe the records
 *   <li>Reading an input: {@code JsonInput} matches the {@code FieldPath}s of a {@code Shape} in
 *       one pass, {@code CsvInput} reads a line ({@code InputFormat}); both fill {@code Slots}
 *   <li>Making records: {@code InputRecords} evaluates the plan to {@code Values} or a {@code
 *       Rejection}; {@code ListPieces} and {@code ItemRange} split a list
 *   <li>{@link Explanation}: what a mapping makes of a sample
 *   <li>{@link ReadyMadeMappings}: mappings of well-known systems
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.format;
