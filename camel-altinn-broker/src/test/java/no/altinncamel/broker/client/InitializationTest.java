package no.altinncamel.broker.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every limit of a new transfer from both sides, and what its message says. */
class InitializationTest {

    private static Initialization.Builder letter() {
        return BrokerFixture.letter();
    }

    private static String fault(Initialization.Builder transfer) {
        InvalidTransferException failure = catchThrowableOfType(
                InvalidTransferException.class, () -> transfer.build().validate());
        assertThat(failure).isNotNull();
        assertThat(failure.faults()).hasSize(1);
        return failure.getMessage();
    }

    private static Initialization fine(Initialization.Builder transfer) {
        return transfer.build().validate();
    }

    private static Map<String, String> properties(int number) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < number; i++) {
            properties.put("p" + i, "v");
        }
        return properties;
    }

    @Test
    void whatIsGoodIsMadeUniform() {
        Initialization validated = fine(letter().resourceId("urn:altinn:resource:letters")
                .sender("urn:altinn:organization:identifier-no:991825827")
                .recipients("0192:314244370")
                .checksum(" "));
        assertThat(validated.resourceId()).isEqualTo("letters");
        assertThat(validated.sender()).isEqualTo("0192:991825827");
        assertThat(validated.recipients()).containsExactly("0192:986252932", "0192:314244370");
        assertThat(validated.checksum()).isNull();
    }

    @ParameterizedTest
    @NullAndEmptySource
    void aMissingFileNameReferenceOrResourceIsNamed(String nothing) {
        assertThat(fault(letter().fileName(nothing))).contains("fileName is missing: set the file's name");
        assertThat(fault(letter().reference(nothing))).contains("sendersFileTransferReference is missing: set");
        assertThat(fault(letter().resourceId(nothing))).contains("resourceId is missing: set");
        assertThat(fault(letter().sender(nothing))).contains("sender is missing: give nine digits");
    }

    @Test
    void lengthsAreKept() {
        fine(letter().fileName("x".repeat(255)).reference("x".repeat(500)).resourceId("x".repeat(255)));
        assertThat(fault(letter().fileName("x".repeat(256)))).contains("fileName has 256 characters: use at most 255");
        assertThat(fault(letter().reference("x".repeat(501))))
                .contains("sendersFileTransferReference has 501 characters: use at most 500");
        assertThat(fault(letter().resourceId("x".repeat(256))))
                .contains("resourceId has 256 characters: use at most 255");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a:b", "urn:altinn:resource:", "urn:altinn:resource:a:b"})
    void aResourceIdHasNoColons(String id) {
        assertThat(fault(letter().resourceId(id))).contains("resourceId is not a resource id: use the bare id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"12345678", "1234567890", "0192:12345678", "9908:123456789", "123 456 789", "NO991825827"})
    void onlyNorwegianOrganisationNumbersAreTaken(String number) {
        assertThat(fault(letter().sender(number)))
                .contains("sender '" + number + "' is not a Norwegian organisation number: give");
        assertThat(fault(letter().recipients(number)))
                .contains("recipients[1] '" + number + "' is not a Norwegian organisation number");
    }

    @Test
    void thereMustBeRecipients() {
        Initialization none = Initialization.builder()
                .fileName("a")
                .resourceId("r")
                .reference("x")
                .sender("991825827")
                .build();
        assertThat(catchThrowableOfType(InvalidTransferException.class, none::validate))
                .hasMessageContaining("recipients is empty: name at least one recipient");
        List<String> withNull = new ArrayList<>(Arrays.asList("986252932", null));
        assertThat(fault(letter().recipients(withNull))).contains("recipients[2] is missing");
    }

    @Test
    void propertiesAreLimited() {
        fine(letter().properties(properties(10)));
        fine(letter().property("k".repeat(50), "v".repeat(3000)).property("empty", ""));
        assertThat(fault(letter().properties(properties(11))))
                .contains("propertyList has 11 properties: use at most 10");
        assertThat(fault(letter().property("k".repeat(51), "v")))
                .contains("has a name of 51 characters: use at most 50")
                .contains("k".repeat(50) + "…");
        assertThat(fault(letter().property("k", "v".repeat(3001))))
                .contains("propertyList[k] has a value of 3001 characters: use at most 3000");
        assertThat(fault(letter().property("k", null))).contains("propertyList[k] has no value: give it one");
        assertThat(fault(letter().property(null, "v"))).contains("propertyList has a property without a name");
    }

    @ParameterizedTest
    @CsvSource({
        "9E107D9D372BB6826BD81D3542A419D6, has upper-case letters",
        "9e107d9d372bb6826bd81d3542a419d, is not an MD5 checksum",
        "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz, is not an MD5 checksum"
    })
    void aChecksumIsThirtyTwoLowerCaseHexadecimalDigits(String checksum, String fault) {
        assertThat(fault(letter().checksum(checksum)))
                .contains("checksum " + fault + ": use 32 hexadecimal digits in lower case");
        assertThat(fine(letter().checksum(BrokerFixture.HELLO_MD5)).checksum()).isEqualTo(BrokerFixture.HELLO_MD5);
    }

    @Test
    void everyFaultIsToldAtOnce() {
        InvalidTransferException failure =
                catchThrowableOfType(InvalidTransferException.class, () -> Initialization.builder()
                        .checksum("x")
                        .property("k", null)
                        .build()
                        .validate());
        assertThat(failure.faults())
                .extracting(InvalidTransferException.Fault::field)
                .containsExactly(
                        "fileName",
                        "resourceId",
                        "sendersFileTransferReference",
                        "sender",
                        "recipients",
                        "propertyList[k]",
                        "checksum");
    }
}
