package no.altinncamel.broker.client;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.zip.CRC32;

/**
 * Which bytes of a file that is being downloaded are on disk for certain.
 *
 * @param transferId of which transfer
 * @param length     bytes of the whole file
 * @param md5        in hexadecimal; {@code null} if it is not verified
 * @param parts      one after another, without a gap
 */
record PartMap(UUID transferId, long length, String md5, List<Part> parts) {

    /** Of what is saved; another one is not understood, and the file is then fetched from its start. */
    private static final String FORMAT = "1";

    /**
     * @param first    its first byte
     * @param position the first byte that may be missing
     * @param end      the byte behind its last one
     */
    record Part(long first, long position, long end) {

        boolean complete() {
            return position == end;
        }

        Part at(long newPosition) {
            return new Part(first, newPosition, end);
        }
    }

    PartMap {
        md5 = md5 == null ? null : md5.strip().toLowerCase(Locale.ROOT);
        parts = List.copyOf(parts);
        long end = 0;
        for (Part part : parts) {
            if (part.first != end || part.position < part.first || part.position > part.end) {
                throw new IllegalArgumentException("There is no such part: " + part);
            }
            end = part.end;
        }
        if (end != length) {
            throw new IllegalArgumentException("The parts are " + end + " of " + length + " bytes");
        }
    }

    /** Of a file of which nothing has come yet. */
    static PartMap of(UUID transferId, long length, String md5, int count) {
        List<Part> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            long first = start(length, count, i);
            parts.add(new Part(first, first, start(length, count, i + 1)));
        }
        return new PartMap(transferId, length, md5, parts);
    }

    private static long start(long length, int count, int part) {
        return length / count * part + Math.min(length % count, part);
    }

    PartMap with(List<Part> newParts) {
        return new PartMap(transferId, length, md5, newParts);
    }

    /** The same as one part, with what has come without a gap. */
    PartMap joined() {
        return with(List.of(new Part(0, prefix(parts), length)));
    }

    /** Whether what has come is of this file. */
    boolean isOf(PartMap other) {
        return transferId.equals(other.transferId)
                && length == other.length
                && (md5 == null ? other.md5 == null : md5.equals(other.md5));
    }

    /** Bytes that have come without a gap. */
    static long prefix(List<Part> parts) {
        long prefix = 0;
        for (Part part : parts) {
            prefix = part.position;
            if (!part.complete()) {
                break;
            }
        }
        return prefix;
    }

    /** Bytes that have come. */
    long present() {
        return parts.stream().mapToLong(part -> part.position - part.first).sum();
    }

    /** How long the file on disk is at least. */
    long extent() {
        return parts.stream()
                .filter(part -> part.position > part.first)
                .mapToLong(Part::position)
                .max()
                .orElse(0);
    }

    /** As it is saved: a line for each value. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "format", FORMAT);
        line(text, "transfer", transferId);
        line(text, "length", length);
        if (md5 != null) {
            line(text, "md5", md5);
        }
        for (Part part : parts) {
            line(text, "part", part.first + " " + part.position + " " + part.end);
        }
        return text + crc(text.toString());
    }

    /** The last line tells what is whole from what was cut or damaged. */
    private static String crc(String text) {
        CRC32 crc = new CRC32();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("crc %08x\n", crc.getValue());
    }

    private static void line(StringBuilder text, String name, Object value) {
        text.append(name).append(' ').append(value).append('\n');
    }

    /** @throws IllegalArgumentException if it is not what {@link #text()} gave */
    static PartMap of(String text) {
        int lastLine = text.lastIndexOf("crc ");
        if (!text.startsWith("format " + FORMAT + "\n")
                || lastLine < 0
                || !text.substring(lastLine).equals(crc(text.substring(0, lastLine)))) {
            throw new IllegalArgumentException("It is damaged, or of another format");
        }
        UUID transfer = null;
        long length = -1;
        String md5 = null;
        List<Part> parts = new ArrayList<>();
        for (String line : text.split("\n")) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "transfer" -> transfer = UUID.fromString(word(words, 1));
                case "length" -> length = number(words, 1);
                case "md5" -> md5 = word(words, 1);
                case "part" -> parts.add(new Part(number(words, 1), number(words, 2), number(words, 3)));
                default -> {
                    // format and crc
                }
            }
        }
        if (transfer == null) {
            throw new IllegalArgumentException("It does not say of which transfer it is");
        }
        return new PartMap(transfer, length, md5, parts);
    }

    private static String word(String[] words, int index) {
        if (index >= words.length) {
            throw new IllegalArgumentException("There is no value for " + words[0]);
        }
        return words[index];
    }

    private static long number(String[] words, int index) {
        return Long.parseLong(word(words, index));
    }
}
