/**
 * Erases users from the stores, and reports where and until when other copies of their data exist.
 *
 * <ul>
 *   <li>{@link EraseUsers} (the facade) with {@link EraseSettings}, {@link EraseListener}, {@link
 *       ErasureReport} and {@link ErasureJson}
 *   <li>What is remembered of a request: {@link UserFingerprint}, {@link ErasureRequest}, {@code
 *       ErasureRequests}, {@code ErasureLog}
 *   <li>Where user ids are: {@link UserPlace}
 *   <li>Kafka: {@code TopicScan}, {@code UsersInRecords}, {@code FoundRecords}, {@code
 *       RecordRetention}, {@code MaskedOrders}
 *   <li>Stores: {@code OrderTable} with {@code HiveOrders}, {@code ClickHouseOrders}, {@code
 *       PinotOrders}
 *   <li>State of jobs: {@link StateTimes}
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.tally.operations.erase;
