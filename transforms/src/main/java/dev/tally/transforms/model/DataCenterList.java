package dev.tally.transforms.model;

import dev.tally.transforms.model.AddressRange.Address;
import java.io.Serializable;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A {@code DataCenterList} is a list of the IP addresses and networks of data centers, of IPv4 and
 * IPv6. Immutable.
 */
public final class DataCenterList implements Serializable {
  private static final long serialVersionUID = 1L;

  /** The list without addresses. */
  public static final DataCenterList NONE = new DataCenterList(new ListFile("", List.of()));

  private final ListFile file;

  /** The last address of each range by the first one; no range contains another one. */
  private final transient NavigableMap<Address, Address> ranges;

  private DataCenterList(ListFile file) {
    this.file = file;
    this.ranges = new TreeMap<>();
    file.entries().stream()
        .map(AddressRange::parse)
        .sorted(
            Comparator.comparing(AddressRange::first)
                .thenComparing(AddressRange::last, Comparator.reverseOrder()))
        .filter(range -> !contains(range.last()))
        .forEach(range -> ranges.put(range.first(), range.last()));
  }

  /**
   * Returns the list that the lines of a file contain, with one address or network per line, for
   * example {@code 192.0.2.0/24}. A comment begins with {@code #} at the start of a line or after
   * white space.
   *
   * @throws IllegalArgumentException if lines are invalid or there is no address; the message has
   *     one line per problem
   */
  public static DataCenterList parse(String fileName, List<String> lines) {
    return new DataCenterList(ListFile.parse(fileName, lines, DataCenterList::normal));
  }

  private static String normal(String network) {
    AddressRange.parse(network);
    return network.toLowerCase(Locale.ROOT);
  }

  public boolean isEmpty() {
    return file.entries().isEmpty();
  }

  /** Returns true if the text is an address in the list; white space around it is ignored. */
  public boolean contains(String ip) {
    Address address = Address.parse(ip.strip());
    return address != null && contains(address);
  }

  private boolean contains(Address address) {
    Map.Entry<Address, Address> range = ranges.floorEntry(address);
    return range != null && range.getValue().compareTo(address) >= 0;
  }

  /** Returns a hash of the entries: 12 hexadecimal digits. */
  public String version() {
    return file.version();
  }

  /** Returns the name of the file, the number of entries and the version. */
  @Override
  public String toString() {
    return file.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DataCenterList that && file.equals(that.file);
  }

  @Override
  public int hashCode() {
    return file.hashCode();
  }

  private Object readResolve() {
    return new DataCenterList(file);
  }
}
