package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Files of which nothing is kept but their length. */
class HollowStorageTest extends TusFixture {

    private static final String ANNOUNCED = HexFormat.of().formatHex(new byte[16]);
    private static final int LENGTH = 1024 * 1024;

    @BeforeEach
    void hollow() {
        broker().storage().hollow(true);
    }

    @Test
    void anUploadIsCountedAndItsChecksumBelieved() {
        String id = initWith("checksum", ANNOUNCED);
        upload(id, ones()).isStatus(200);
        assertZeros(id);
        assertThat(overview(id).get("checksum").asText()).isEqualTo(ANNOUNCED);
    }

    @Test
    void withoutAChecksumThereIsNone() {
        String id = uploaded(init());
        assertThat(overview(id).path("checksum").asText("")).isEmpty();
        assertThat(download(id, R1, "Range", "bytes=5-6").isStatus(206).bytes()).isEqualTo(new byte[2]);
    }

    @Test
    void soItIsByTus() {
        String id = created(initWith("checksum", ANNOUNCED), LENGTH);
        patch(id, 0, ones()).isStatus(204);
        awaitStatus(id, "Published");
        assertZeros(id);
    }

    @Test
    void soItIsInParts() {
        String id = init();
        String first = partial(id, LENGTH);
        String second = partial(id, "01234");
        patch(first, 0, ones()).isStatus(204);
        join(id, first, second).isStatus(201);
        awaitStatus(id, "Published");
        assertThat(download(id, R1).isStatus(200).bytes()).isEqualTo(new byte[LENGTH + 5]);
    }

    @Test
    void aResetEndsIt() {
        broker().reset();
        assertThat(download(uploaded(init()), R1).bytes()).isEqualTo(DIGITS);
    }

    private static byte[] ones() {
        byte[] ones = new byte[LENGTH];
        Arrays.fill(ones, (byte) 1);
        return ones;
    }

    private void assertZeros(String id) {
        JsonNode view = overview(id);
        assertThat(view.get("fileTransferSize").asLong()).isEqualTo(LENGTH);
        assertThat(download(id, R1).isStatus(200).bytes()).isEqualTo(new byte[LENGTH]);
    }
}
