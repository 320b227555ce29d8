package dev.tally.operations.erase;

import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.joda.time.Instant;
import org.jspecify.annotations.Nullable;

/** The requests that one run of the command processes. */
final class ErasureRequests {
  private final Map<UserFingerprint, ErasureRequest> byUser = new LinkedHashMap<>();

  private ErasureRequests(Collection<ErasureRequest> requests) {
    requests.stream()
        .sorted(Comparator.comparing(ErasureRequest::at).thenComparing(ErasureRequest::id))
        .forEach(request -> byUser.put(request.user(), request));
  }

  /** Returns all stored requests, completed or not, to be applied again. */
  static ErasureRequests all(Map<UserFingerprint, ErasureRequest> stored) {
    return new ErasureRequests(stored.values());
  }

  /**
   * Returns one request per user: the stored one if it is not completed yet, so that a run that was
   * killed is continued; otherwise a new one.
   */
  static ErasureRequests of(
      Collection<UserFingerprint> users,
      Map<UserFingerprint, ErasureRequest> stored,
      Supplier<String> ids,
      Instant now) {
    return new ErasureRequests(
        users.stream()
            .distinct()
            .map(
                user -> {
                  ErasureRequest known = stored.get(user);
                  return known == null || known.completed()
                      ? new ErasureRequest(user, ids.get(), now, false)
                      : known;
                })
            .toList());
  }

  /** Returns true if a request includes this user's data of this time, in epoch milliseconds. */
  boolean cover(@Nullable String userId, long time) {
    if (userId == null || userId.isEmpty() || byUser.isEmpty()) {
      return false;
    }
    ErasureRequest request = byUser.get(UserFingerprint.of(userId));
    return request != null && request.covers(time);
  }

  List<ErasureRequest> list() {
    return List.copyOf(byUser.values());
  }

  boolean isEmpty() {
    return byUser.isEmpty();
  }

  /** Returns the last time that a request includes, in epoch milliseconds. */
  long newestUntil() {
    return byUser.values().stream().mapToLong(ErasureRequest::until).max().orElse(0);
  }

  /** Returns the users by the last time that their requests include. */
  Map<Long, List<UserFingerprint>> byUntil() {
    return byUser.values().stream()
        .collect(
            Collectors.groupingBy(
                ErasureRequest::until,
                TreeMap::new,
                Collectors.mapping(ErasureRequest::user, Collectors.toList())));
  }
}
