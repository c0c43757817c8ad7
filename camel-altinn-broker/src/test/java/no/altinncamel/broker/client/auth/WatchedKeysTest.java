package no.altinncamel.broker.client.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.Supplier;

import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Keys that change under a running client; maskinporten 14.6. */
class WatchedKeysTest {

    private static final String BROKEN = "{\"kty\":\"RSA\",\"d\":\"do-not-show\"}";

    private static RSAKey pair;

    @TempDir
    Path folder;

    private final TestTime time = new TestTime(Instant.now());
    private Path file;
    private Instant modified = Instant.parse("2026-01-01T00:00:00Z");
    private int readings;

    @BeforeAll
    static void makeKey() throws Exception {
        pair = new RSAKeyGenerator(2048).generate();
    }

    @BeforeEach
    void writeKey() throws IOException {
        file = folder.resolve("key.jwk");
        write(jwk("one"));
    }

    private static String jwk(String keyId) {
        return new RSAKey.Builder(pair).keyID(keyId).build().toJSONString();
    }

    /** Each writing has another time, however fast the test is. */
    private void write(String text) throws IOException {
        Files.writeString(file, text);
        modified = modified.plusSeconds(1);
        Files.setLastModifiedTime(file, FileTime.from(modified));
    }

    private WatchedKeys watched() {
        return new WatchedKeys(List.of(new KeySource("the key", file, this::read)), time);
    }

    private List<SigningKey> read() {
        readings++;
        try {
            return KeyText.parse(Files.readString(file), null, null);
        } catch (IOException e) {
            throw new UncheckedIOException("unreadable", e);
        }
    }

    private static String keyId(SigningKeys keys) {
        return keys.current().get(0).keyId();
    }

    @Test
    void aChangedFileIsPickedUpAtTheNextLookAndNotBefore() throws Exception {
        WatchedKeys keys = watched();
        write(jwk("two"));

        time.advance(WatchedKeys.INTERVAL.minusNanos(1));
        assertThat(keyId(keys)).isEqualTo("one");
        time.advance(Duration.ofNanos(1));
        assertThat(keyId(keys)).isEqualTo("two");
    }

    @Test
    void afterARefusalTheFileIsLookedAtAtOnce() throws Exception {
        WatchedKeys keys = watched();
        write(jwk("two"));

        assertThat(keys.reload().get(0).keyId()).isEqualTo("two");
    }

    @Test
    void anUnchangedFileIsNotReadAgainAndKeepsItsKeyObjects() {
        WatchedKeys keys = watched();
        SigningKey first = keys.current().get(0);
        for (int i = 0; i < 10; i++) {
            time.advance(WatchedKeys.INTERVAL);
            assertThat(keys.current()).containsExactly(first);
            assertThat(keys.reload()).containsExactly(first);
        }
        assertThat(readings).isEqualTo(1);
    }

    @Test
    void aFileReplacedByOneOfTheSameTimeAndSizeIsNoticed() throws Exception {
        WatchedKeys keys = watched();
        FileTime time = Files.getLastModifiedTime(file);
        Path other = folder.resolve("other");
        Files.writeString(other, jwk("two"));
        Files.setLastModifiedTime(other, time);
        Files.move(other, file, StandardCopyOption.REPLACE_EXISTING);

        assertThat(keys.reload().get(0).keyId()).isEqualTo("two");
    }

    @Test
    void aBrokenNewFileLeavesTheOldKeyWorkingAndWarnsOnce() throws Exception {
        WatchedKeys keys = watched();
        try (LogCapture log = LogCapture.of(WatchedKeys.class)) {
            write(BROKEN);
            for (int i = 0; i < 5; i++) {
                time.advance(WatchedKeys.INTERVAL);
                assertThat(keyId(keys)).isEqualTo("one");
            }
            assertThat(log.text())
                    .containsOnlyOnce("cannot be used")
                    .contains("key.jwk", "key one")
                    .doesNotContain("do-not-show");
        }
    }

    @Test
    void aFileThatIsAwayForAWhileIsPickedUpWhenItIsBack() throws Exception {
        WatchedKeys keys = watched();
        Files.delete(file);
        assertThat(keys.reload().get(0).keyId()).isEqualTo("one");
        write(BROKEN);
        assertThat(keys.reload().get(0).keyId()).isEqualTo("one");
        write(jwk("two"));
        assertThat(keys.reload().get(0).keyId()).isEqualTo("two");
    }

    @Test
    void aFileThatCouldNotBeReadForAMomentIsTriedAgainEvenIfItDoesNotChange() throws Exception {
        boolean[] failing = {false};
        KeySource source = new KeySource("the key", file, () -> {
            if (failing[0]) {
                throw new UncheckedIOException(new IOException("stale handle"));
            }
            return read();
        });
        WatchedKeys keys = new WatchedKeys(List.of(source), time);
        failing[0] = true;
        write(jwk("two"));
        keys.reload();
        failing[0] = false;

        assertThat(keys.reload().get(0).keyId()).isEqualTo("two");
    }

    @Test
    void theFirstReadingMustSucceed() throws Exception {
        write(BROKEN);

        assertThatThrownBy(this::watched).isInstanceOf(IllegalArgumentException.class);
    }

    private static KeySource source(String name, Supplier<String> text) {
        return new KeySource(name, null, () -> KeyText.parse(text.get(), null, null));
    }

    private static List<String> keyIds(SigningKeys keys) {
        return keys.current().stream().map(SigningKey::keyId).toList();
    }

    @Test
    void aBrokenSourceAtTheStartIsNamedAndTheOthersGoOn() throws Exception {
        try (LogCapture log = LogCapture.of(WatchedKeys.class)) {
            WatchedKeys keys =
                    new WatchedKeys(List.of(source("first", () -> BROKEN), source("second", () -> jwk("two"))), time);
            assertThat(keyIds(keys)).containsExactly("two");
            assertThat(log.text())
                    .containsOnlyOnce("first cannot be used")
                    .contains("key two")
                    .doesNotContain("do-not-show");
        }
    }

    @Test
    void aSourceThatWasBrokenAtTheStartIsTakenAsSoonAsItIsGood() throws Exception {
        write(BROKEN);
        WatchedKeys keys = new WatchedKeys(
                List.of(new KeySource("first", file, this::read), source("second", () -> jwk("two"))), time);
        write(jwk("one"));
        time.advance(WatchedKeys.INTERVAL);

        assertThat(keyIds(keys)).containsExactly("one", "two");
    }

    @Test
    void aBrokenSourceKeepsItsLastKeyAndDoesNotHideChangesOfTheOthers() throws Exception {
        String[] second = {jwk("two")};
        Path other = Files.writeString(folder.resolve("other.jwk"), "");
        KeySource otherSource = new KeySource("second", other, () -> KeyText.parse(second[0], null, null));
        WatchedKeys keys = new WatchedKeys(List.of(new KeySource("first", file, this::read), otherSource), time);

        write(BROKEN);
        second[0] = jwk("three");
        Files.writeString(other, "changed");
        assertThat(keys.reload()).extracting(SigningKey::keyId).containsExactly("one", "three");
    }

    @Test
    void ifNoSourceIsUsableAllFaultsAreTold() {
        assertThatThrownBy(() -> new WatchedKeys(
                        List.of(source("first", () -> BROKEN), source("second", () -> "neither PEM nor JSON")), time))
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(e.getSuppressed()[0].getMessage(), e.getSuppressed()[1].getMessage())
                        .doesNotContain("do-not-show"));
    }
}
