package dev.tally.transforms.model;

import com.google.common.net.InetAddresses;
import com.google.common.primitives.Ints;
import com.google.common.primitives.Longs;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses. An address of IPv4 is treated as that of IPv6 to which it is mapped, for
 * example {@code ::ffff:192.0.2.1}.
 *
 * @param first the first address
 * @param last the last address, inclusive
 */
record AddressRange(Address first, Address last) {
  private static final int BITS = 128;
  private static final int BITS_V4 = 32;
  private static final long MAPPED = 0xffffL << BITS_V4;

  /**
   * The 128 bits of an address.
   *
   * @param high the first 64 bits
   * @param low the last 64 bits
   */
  record Address(long high, long low) implements Comparable<Address> {
    /** Returns the address that a text contains; null if it contains none. */
    static @Nullable Address parse(String text) {
      return InetAddresses.isInetAddress(text) ? of(InetAddresses.forString(text)) : null;
    }

    private static Address of(InetAddress address) {
      byte[] bytes = address.getAddress();
      return address instanceof Inet4Address
          ? new Address(0, MAPPED | Integer.toUnsignedLong(Ints.fromByteArray(bytes)))
          : new Address(
              Longs.fromByteArray(bytes),
              Longs.fromBytes(
                  bytes[8], bytes[9], bytes[10], bytes[11], bytes[12], bytes[13], bytes[14],
                  bytes[15]));
    }

    @Override
    public int compareTo(Address other) {
      int byHigh = Long.compareUnsigned(high, other.high);
      return byHigh == 0 ? Long.compareUnsigned(low, other.low) : byHigh;
    }

    /** Returns this address with all bits after the first {@code fixed} ones cleared. */
    private Address floor(int fixed) {
      return new Address(high & mask(fixed), low & mask(fixed - Long.SIZE));
    }

    /** Returns this address with all bits after the first {@code fixed} ones set. */
    private Address ceiling(int fixed) {
      return new Address(high | ~mask(fixed), low | ~mask(fixed - Long.SIZE));
    }

    private static long mask(int fixed) {
      if (fixed <= 0) {
        return 0;
      }
      return fixed >= Long.SIZE ? -1L : -1L << (Long.SIZE - fixed);
    }
  }

  /**
   * Returns the range of a network such as {@code 192.0.2.0/24} or of one address.
   *
   * @throws IllegalArgumentException if the text is neither
   */
  static AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String start = slash < 0 ? text : text.substring(0, slash);
    Address address = Address.parse(start);
    if (address == null) {
      throw new IllegalArgumentException(
          "expected an IP address or a network, e.g. 192.0.2.0/24 or 2001:db8::/32, found " + text);
    }
    int bits = start.indexOf(':') < 0 ? BITS_V4 : BITS;
    Integer prefix = slash < 0 ? Integer.valueOf(bits) : Ints.tryParse(text.substring(slash + 1));
    if (prefix == null || prefix < 1 || prefix > bits) {
      throw new IllegalArgumentException(
          "expected a prefix of 1 to %d bits after the slash, found %s".formatted(bits, text));
    }
    int fixed = BITS - bits + prefix;
    return new AddressRange(address.floor(fixed), address.ceiling(fixed));
  }
}
