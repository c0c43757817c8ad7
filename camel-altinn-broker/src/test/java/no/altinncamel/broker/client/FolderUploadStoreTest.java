package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.broker.client.tus.TusState;

/** What is remembered of uploads, in a folder and as text. */
class FolderUploadStoreTest {

    private static final UnfinishedUpload UPLOAD = new UnfinishedUpload(
            UUID.fromString("5f3d0c4e-1111-4222-8333-944445555666"),
            new FileVersion(30, "d41d8cd98f00b204e9800998ecf8427e", Instant.parse("2026-01-31T12:00:00.5Z")),
            Instant.parse("2026-01-31T13:00:00Z"),
            new TusState(7, List.of(new TusState.Part("a", 0, 10), new TusState.Part("b", 10, 20))));

    @TempDir
    private Path folder;

    private FolderUploadStore store() throws IOException {
        return new FolderUploadStore(folder.resolve("not/there"), Clock.systemUTC());
    }

    @Test
    void keepsLoadsAndForgets() throws Exception {
        FolderUploadStore store = store();
        assertThat(store.load("k")).isNull();
        store.save("k", "one");
        store.save("k", "two");
        assertThat(store().load("k")).isEqualTo("two");
        store.remove("k");
        store.remove("k");
        assertThat(store.load("k")).isNull();
    }

    @Test
    void everyTextComesBackAsTheUploadThatItWas() {
        UnfinishedUpload bare = new UnfinishedUpload(
                UPLOAD.transferId(), new FileVersion(1, null, UPLOAD.begun()), UPLOAD.begun(), null);
        UnfinishedUpload whole = UPLOAD.with(new TusState(5, List.of()));
        UnfinishedUpload refused = UPLOAD.with(UPLOAD.tus().refusedAt(12));
        for (UnfinishedUpload upload : List.of(UPLOAD, bare, whole, refused)) {
            assertThat(UnfinishedUpload.of(upload.text())).isEqualTo(upload);
        }
    }

    @Test
    void aTextThatWasCutOrIsNotOursIsRefused() {
        String text = UPLOAD.text();
        for (int length = 0; length < text.length(); length++) {
            String cut = text.substring(0, length);
            assertThatThrownBy(() -> UnfinishedUpload.of(cut)).isInstanceOf(IllegalArgumentException.class);
        }
        for (String other : List.of(
                text.replace("format 1", "format 2"),
                text.replace("length 30", "length 31"),
                text.replace("part 10 20 b\n", ""),
                text.replace("begun", "unknown"))) {
            assertThatThrownBy(() -> UnfinishedUpload.of(other)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void anotherProcessCannotHaveWhatThisOneHas() throws Exception {
        FolderUploadStore store = store();
        Path own = folder.resolve("not/there");
        assertThat(store.acquire("k")).isTrue();
        assertThat(store.acquire("k")).isFalse();
        assertThat(store().acquire("k")).isFalse();
        assertThat(inAnotherProcess(own)).isEqualTo("false");
        assertThat(store().acquire("other")).isTrue();
        store.release("k");
        assertThat(inAnotherProcess(own)).isEqualTo("true");
        // that process has ended
        assertThat(store().acquire("k")).isTrue();
    }

    private static String inAnotherProcess(Path folder) throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Acquiring.class.getName(),
                        folder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes()).strip();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return answer.lines().reduce((first, last) -> last).orElse("");
    }

    /** Says whether it gets the key. */
    static final class Acquiring {

        public static void main(String[] arguments) throws IOException {
            System.out.println(new FolderUploadStore(Path.of(arguments[0]), Clock.systemUTC()).acquire("k"));
        }
    }

    @Test
    void whatNobodyAsksForIsRemovedAndNothingElseIs() throws Exception {
        FolderUploadStore store = store();
        store.save("old", "x");
        store.save("new", "x");
        Path own = folder.resolve("not/there");
        Path foreign = Files.writeString(own.resolve("letter.txt"), "x");
        Instant now = Instant.now();
        for (Path file : List.of(own.resolve("old.upload"), foreign)) {
            Files.setLastModifiedTime(file, FileTime.from(now.minus(Duration.ofDays(31))));
        }
        FolderUploadStore later = new FolderUploadStore(own, Clock.fixed(now, ZoneOffset.UTC));
        assertThat(later.load("old")).isNull();
        assertThat(later.load("new")).isEqualTo("x");
        assertThat(foreign).exists();
    }

    @Test
    void aFileInPlaceOfTheFolderIsRefused() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "x");
        assertThatThrownBy(() -> new FolderUploadStore(file, Clock.systemUTC()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("file");
    }
}
