package no.altinncamel.broker.client;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

import no.altinncamel.broker.client.tus.TusState;

/**
 * An upload by TUS that is not known to be complete, and of which file it is.
 *
 * @param transferId the transfer it goes to
 * @param version    the file, as far as it was to be had
 * @param begun      when the transfer was made
 * @param tus        how it goes up; {@code null} until that is settled, and then no byte was sent yet
 */
record UnfinishedUpload(UUID transferId, FileVersion version, Instant begun, TusState tus) {

    /** Of what is saved; another one is not understood, and the file is then sent from its start. */
    private static final String FORMAT = "1";

    UnfinishedUpload {
        Objects.requireNonNull(transferId, "transferId");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(begun, "begun");
    }

    UnfinishedUpload with(TusState state) {
        return new UnfinishedUpload(transferId, version, begun, state);
    }

    /** As it is saved: a line for each value. */
    String text() {
        StringBuilder text = new StringBuilder();
        line(text, "format", FORMAT);
        line(text, "transfer", transferId);
        line(text, "length", version.length());
        line(text, "md5", version.md5());
        line(text, "modified", version.modified());
        line(text, "begun", begun);
        if (tus != null) {
            line(text, "chunkSize", tus.chunkSize());
            line(text, "refused", tus.refused());
            for (TusState.Part part : tus.parts()) {
                line(text, "part", part.start() + " " + part.length() + " " + part.id());
            }
        }
        // tells a whole text from one that was cut
        line(text, "end", FORMAT);
        return text.toString();
    }

    private static void line(StringBuilder text, String name, Object value) {
        if (value != null) {
            text.append(name).append(' ').append(value).append('\n');
        }
    }

    /** @throws IllegalArgumentException if it is not what {@link #text()} gave */
    static UnfinishedUpload of(String text) {
        try {
            return parsed(text);
        } catch (RuntimeException e) {
            throw new IllegalArgumentException("It cannot be read", e);
        }
    }

    private static UnfinishedUpload parsed(String text) {
        UUID transfer = null;
        long length = -1;
        String md5 = null;
        Instant modified = null;
        Instant begun = null;
        long chunkSize = 0;
        Long refused = null;
        List<TusState.Part> parts = new ArrayList<>();
        boolean known = text.startsWith("format " + FORMAT + "\n") && text.endsWith("\nend " + FORMAT + "\n");
        for (String line : text.split("\n")) {
            String[] words = line.split(" ", 2);
            switch (words[0]) {
                case "transfer" -> transfer = UUID.fromString(words[1]);
                case "length" -> length = Long.parseLong(words[1]);
                case "md5" -> md5 = words[1];
                case "modified" -> modified = Instant.parse(words[1]);
                case "begun" -> begun = Instant.parse(words[1]);
                case "chunkSize" -> chunkSize = Long.parseLong(words[1]);
                case "refused" -> refused = Long.valueOf(words[1]);
                case "part" -> parts.add(part(words[1].split(" ", 3)));
                default -> known &= words[0].equals("format") || words[0].equals("end");
            }
        }
        TusState tus = chunkSize == 0 ? null : new TusState(chunkSize, parts, refused);
        if (!known || tus != null && !tus.covers(length)) {
            throw new IllegalArgumentException("Of another format, or cut");
        }
        return new UnfinishedUpload(transfer, new FileVersion(length, md5, modified), begun, tus);
    }

    private static TusState.Part part(String[] words) {
        return new TusState.Part(words[2], Long.parseLong(words[0]), Long.parseLong(words[1]));
    }
}
