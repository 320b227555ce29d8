/**
 * Strict JSON (RFC 8259) in UTF-8, in one pass over bytes.
 *
 * <ul>
 *   <li>Reading: {@link JsonCursor} with {@link JsonNames}, {@link JsonBytes} and {@code
 *       JsonEscapes} and {@code JsonIntegers}; {@link MalformedJson}
 *   <li>Writing: {@link JsonWriter}, {@link JsonName}
 *   <li>The same documents as tokens of a parser: {@link StrictJson}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.transforms.json;
