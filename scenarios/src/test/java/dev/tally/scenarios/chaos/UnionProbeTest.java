package dev.tally.scenarios.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.HashMultiset;
import com.google.common.collect.Multiset;
import dev.tally.scenarios.chaos.UnionProbe.TopicBalances;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnionProbeTest {
  private static final String A1 = "{\"record_uuid\":\"a\",\"revision\":1}";
  private static final String A9 = "{\"record_uuid\":\"a\",\"revision\":9}";
  private static final String A10 = "{\"record_uuid\":\"a\",\"revision\":10}";
  private static final String B1 = "{\"record_uuid\":\"b\",\"revision\":1}";
  private static final Multiset<String> SENT = HashMultiset.create(List.of(A9, A10, A10, B1));

  private static TopicBalances compared(String... found) throws IOException {
    return UnionProbe.compare(HashMultiset.create(List.of(found)), SENT);
  }

  @Test
  void eachAsOftenAsItCameIn_isExact() throws IOException {
    assertThat(compared(A10, B1, A9, A10)).isEqualTo(TopicBalances.NOTHING);
  }

  @Test
  void oneTooOftenOrTooSeldom_isNotExact_butChangesNoLatest() throws IOException {
    assertThat(compared(A10, B1, A9))
        .isEqualTo(new TopicBalances(new Balance(1, 0), Balance.EXACT));
    assertThat(compared(A10, A10, A10, B1))
        .isEqualTo(new TopicBalances(new Balance(1, 1), Balance.EXACT));
  }

  @Test
  void withoutTheHighestRevision_orWithAForeignOne_theLatestIsWrong() throws IOException {
    assertThat(compared(A9, B1).latest()).isEqualTo(new Balance(1, 0));
    assertThat(compared(A9, A10, B1, A1).latest()).isEqualTo(new Balance(0, 1));
  }
}
