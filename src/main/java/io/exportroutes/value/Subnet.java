package io.exportroutes.value;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/** A range of IP addresses, such as {@code 10.0.0.0/8} or one address alone. */
public final class Subnet {
    /** What is an address and no name, so that nobody is asked for it. */
    private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]*");

    private static final Pattern FORM = Pattern.compile("([^/]+)(?:/(\\d{1,3}))?");

    private final String written;
    private final byte[] network;
    private final int bits;

    private Subnet(String written, byte[] network, int bits) {
        this.written = written;
        this.network = network;
        this.bits = bits;
    }

    /** @throws IllegalArgumentException saying what it is instead */
    public static Subnet parse(String text) {
        var form = FORM.matcher(text);
        InetAddress address = form.matches() ? address(form.group(1)).orElse(null) : null;
        if (address == null) {
            throw new IllegalArgumentException("no IP address and no range of them");
        }
        int all = 8 * address.getAddress().length;
        int bits = form.group(2) == null ? all : Integer.parseInt(form.group(2));
        if (bits > all) {
            throw new IllegalArgumentException("no range of addresses: they have " + all + " bits");
        }
        return new Subnet(text, masked(address.getAddress(), bits), bits);
    }

    /** The IP address that is written there, without brackets; empty where it is anything else. No server is asked. */
    public static Optional<InetAddress> address(String text) {
        if (!LITERAL.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.getByName(text));
        } catch (UnknownHostException none) {
            return Optional.empty();
        }
    }

    public boolean contains(InetAddress address) {
        byte[] bytes = address.getAddress();
        return bytes.length == network.length && Arrays.equals(masked(bytes, bits), network);
    }

    private static byte[] masked(byte[] address, int bits) {
        byte[] masked = new byte[address.length];
        for (int index = 0; index < address.length; index++) {
            int kept = Math.max(0, Math.min(8, bits - 8 * index));
            masked[index] = (byte) (address[index] & (0xFF << (8 - kept)));
        }
        return masked;
    }

    @Override
    public String toString() {
        return written;
    }
}
