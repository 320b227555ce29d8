package dev.tally.transforms.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InvalidMappingTest {
  private static final String CLICKS =
      """
      to: ad-events
      fields:
        event_id: id
        event_type: {const: click}
        event_time: time
        ad_id: ad
        campaign_id: campaign
        store_id: store
        user_id: user
        region: {const: eu}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          event_id: id                | event_id: {form: id}             | m.yaml:3: unknown key "form": use one of from, join,
          event_id: id                | event_id: {from: id, const: x}   | m.yaml:3: event_id: expected exactly one of from, join and const
          event_id: id                | event_id: {default: x}           | m.yaml:3: event_id: expected exactly one of from, join and const
          event_id: id                | event_id: {from: {a: b}}         | m.yaml:3: expected a text or a list of texts
          event_id: id                | event_id: a..b                   | m.yaml:3: "a..b" is not a path
          event_id: id                | event_id: .a                     | m.yaml:3: ".a" is not a path
          event_id: id                | event_id: "a[x]"                 | m.yaml:3: "a[x]" is not a path
          event_id: id                | event_id: ''                     | m.yaml:3: the path is empty
          event_id: id                | event_id: $.id                   | m.yaml:3: "$.id" needs split
          event_id: id                | event_id: $index                 | m.yaml:3: "$index" needs split
          event_id: id                | event_id: {from: id, unit: s}    | m.yaml:3: event_id has no unit: remove it
          event_id: id                | event_id: {from: id, separator: x} | m.yaml:3: event_id: separator needs join
          event_id: id                | event_name: id                   | m.yaml:3: unknown field "event_name": use one of event_id,
          event_id: id                | event_id: id\\n  event_id: id    | m.yaml:4: the key "event_id" is repeated
          {const: click}              | {const: tap}                     | m.yaml:4: event_type: "tap" is not impression or click
          {const: click}              | {from: t, map: {a: tap}}         | m.yaml:4: event_type: "tap" is not impression or click
          {const: click}              | {from: t, map: {}}               | m.yaml:4: map: expected at least one value
          {const: click}              | {from: t, otherwise: skip}       | m.yaml:4: event_type: otherwise needs map
          {const: click}              | {from: t, map: {a: click}, otherwise: drop} | m.yaml:4: otherwise: "drop" is not one of reject, skip, keep
          event_time: time            | event_time: {from: t, unit: weeks} | m.yaml:5: unit: "weeks" is not one of ms, s, us, ns, iso8601
          event_time: time            | event_time: {from: t, unit: iso8601, since: "2026-01-01T00:00:00Z"} | m.yaml:5: event_time: since needs a number
          event_time: time            | event_time: {from: t, since: 2026} | m.yaml:5: since: "2026" is not a time of ISO 8601
          event_time: time            | event_time: {join: [a, b]}       | m.yaml:5: event_time: only a text can be joined
          event_time: time            | event_time: {from: t, default: now} | m.yaml:5: event_time: "now" is not milliseconds
          event_time: time            | cost_micros: x                   | m.yaml:2: the field event_time is missing: add "event_time: PATH"
          to: ad-events               | to: ad-events\\nfelds: {}        | m.yaml:2: unknown key "felds"
          to: ad-events               | to: ad-events\\ncolumns: [a]     | m.yaml:2: columns needs "input: csv"
          to: ad-events               | to: events                       | m.yaml:1: to: "events" is not one of ad-events, orders, campaigns
          to: ad-events               | to: orders                       | m.yaml:1: to: orders, but this is the format of ad-events
          to: ad-events               | input: json                      | m.yaml:1: "to" is missing
          to: ad-events               | to: ad-events\\ninput: csv       | m.yaml:2: "columns" is missing
          to: ad-events               | to: ad-events\\ninput: csv\\ncolumns: [id, time, ad, campaign, store] | m.yaml:11: "user" is not a column
          to: ad-events               | to: ad-events\\ninput: csv\\ncolumns: [id, id] | m.yaml:3: columns: a name is repeated
          to: ad-events               | to: ad-events\\ndelimiter: ;     | m.yaml:2: delimiter needs "input: csv"
          to: ad-events               | to: ad-events\\nrecords: []      | m.yaml:2: records: expected a list with at least one entry
          to: ad-events               | to: ad-events\\nrecords: [a]     | m.yaml:2: records: expected a block
          to: ad-events               | to: ad-events\\nwhen: a          | m.yaml:2: when: expected a block of settings, found a text
          to: ad-events               | to: ad-events: x                 | m.yaml:1: not YAML:
          to: ad-events               | to: ad-events\\nwhen: &a {b: *a} | m.yaml:1: not YAML: Number of aliases
          """)
  void namesTheLineAndWhatToDo(String from, String to, String expected) {
    String text = CLICKS.replace(from, to.replace("\\n", "\n"));

    assertThatThrownBy(() -> Mapping.toAdEvents(MappingFile.of("m.yaml", text)))
        .isInstanceOf(InvalidMapping.class)
        .hasMessageContaining(expected);
  }

  @Test
  void reportsAllProblemsAtOnce() {
    String text = CLICKS.replace("event_id: id", "event_id: ''").replace("click", "tap");

    assertThatThrownBy(() -> Mapping.toAdEvents(MappingFile.of("m.yaml", text)))
        .satisfies(e -> assertThat(e.getMessage().lines()).hasSize(2));
  }

  @Test
  void refusesAPathThatLeadsIntoTheSplitList() {
    String text = CLICKS.replace("event_id: id", "event_id: '$.items[0].id'") + "split: items\n";

    assertThatThrownBy(() -> Mapping.toAdEvents(MappingFile.of("m.yaml", text)))
        .hasMessage(
            "m.yaml:11: split: a path that begins with $. leads into the list: write it without $.");
  }

  @Test
  void refusesWhatIsNoBlockOfSettings() {
    for (String text :
        new String[] {"", "# nothing\n", "[]", "a", "---\na: 1\n---\nb: 1\n", "\u0000"}) {
      assertThatThrownBy(() -> Mapping.of(MappingFile.of("m.yaml", text)))
          .isInstanceOf(InvalidMapping.class);
    }
  }
}
