package no.altinncamel.emulator.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

import no.altinncamel.emulator.Scenario;

class InitializeTest extends BrokerFixture {

    private static final String URN = "urn:altinn:organization:identifier-no:";

    @Test
    @Scenario("B-27")
    void theAnswerIsTheIdAndNothingElse() {
        Answer answer = initialize(metadata -> metadata.remove("disableVirusScan"));
        assertThat(answer.json()).hasSize(1);
        assertThat(answer.id()).matches("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");
        assertThat(answer.header("Location")).isNull();
    }

    @Test
    @Scenario("B-28")
    void aNewTransferIsReadyForUpload() {
        JsonNode view = overview(
                initialize(metadata -> metadata.remove("disableVirusScan")).id());
        assertThat(view.get("fileTransferStatus").asText()).isEqualTo("Initialized");
        assertThat(view.get("fileTransferStatusText").asText()).isEqualTo("Ready for upload");
        assertThat(view.get("fileTransferSize").asLong()).isZero();
        assertThat(view.get("published").isNull()).isTrue();
        assertThat(view.get("checksum").isNull()).isTrue();
        assertThat(view.get("propertyList")).isEmpty();
        assertThat(view.get("propertyList").isObject()).isTrue();
        assertThat(view.get("useVirusScan").asBoolean()).isTrue();
        assertThat(view.at("/recipients/0/currentRecipientFileTransferStatusCode")
                        .asText())
                .isEqualTo("Initialized");
        assertThat(view.at("/recipients/0/currentRecipientFileTransferStatusText")
                        .asText())
                .isEqualTo("Initialized");
    }

    @Test
    void theSenderIsToldOfTheNewTransfer() {
        assertThat(events(init())).containsExactly("filetransferinitialized Sender " + S);
    }

    @Test
    @Scenario("B-29")
    void theUrnOfAResourceIsTakenAndShownBare() {
        String id = initWith("resourceId", "urn:altinn:resource:" + resource.id());
        assertThat(overview(id).get("resourceId").asText()).isEqualTo(resource.id());
    }

    @Test
    @Scenario("B-30")
    void aResourceIdHasNoColon() {
        initializeWith("resourceId", "a:b").isInvalid("ResourceId", "Invalid Resource identifier format");
    }

    @Test
    @Scenario("B-31")
    void anUnknownResourceIsAQuestionOfAccess() {
        initializeWith("resourceId", "no-such-resource").isError(401, 6);
    }

    @Test
    @Scenario({"B-32", "B-33"})
    void aFileNameHasOneToTwoHundredAndFiftyFiveCharacters() {
        initializeWith("fileName", "").isInvalid("FileName", "The FileName field is required.");
        initialize(metadata -> metadata.remove("fileName")).isInvalid("FileName", "required");
        initializeWith("fileName", "x".repeat(255)).isStatus(200);
        initializeWith("fileName", "x".repeat(256)).isInvalid("FileName", "maximum length of 255");
    }

    @Test
    @Scenario("B-34")
    void aMissingReferenceIsTooShort() {
        initialize(metadata -> metadata.remove("sendersFileTransferReference"))
                .isInvalid(
                        "SendersFileTransferReference",
                        "The field SendersFileTransferReference must be a string with a minimum length of 1 and a"
                                + " maximum length of 4096.");
        initializeWith("sendersFileTransferReference", null).isInvalid("SendersFileTransferReference", "required");
    }

    @Test
    @Scenario("B-35")
    void aReferenceThatTheDatabaseDoesNotHoldPassesValidationAndThenBreaks() {
        initializeWith("sendersFileTransferReference", "x".repeat(500)).isStatus(200);
        initializeWith("sendersFileTransferReference", "x".repeat(501)).isUnhandled();
        initializeWith("sendersFileTransferReference", "x".repeat(4097))
                .isInvalid("SendersFileTransferReference", "4096");
    }

    @Test
    @Scenario("B-36")
    void aSenderNeedsAPrefix() {
        initializeWith("sender", S)
                .isInvalid(
                        "Sender",
                        "Organization numbers should be on the form countrycode:organizationnumber (e.g."
                                + " 0192:910753614) or urn:altinn:organization:identifier-no:organizationnumber");
    }

    @Test
    @Scenario({"B-37", "B-38"})
    void aSenderInUrnFormStaysSoAndIsNotFoundAsSender() {
        String id = initWith("sender", URN + S);
        assertThat(overview(id).get("sender").asText()).isEqualTo(URN + S);
        String other = init();
        assertThat(list(S, "&role=Sender").ids()).containsExactly(other);
        assertThat(events(id)).containsExactly("filetransferinitialized Sender " + S);
    }

    @Test
    @Scenario("B-39")
    void aRecipientInUrnFormBecomesPrefixed() {
        String id = initWith("recipients", List.of(URN + R1, "9908:" + R2));
        assertThat(overview(id).findValuesAsText("recipient")).containsExactly("0192:" + R1, "0192:" + R2);
    }

    @Test
    @Scenario({"B-40", "B-41"})
    void recipientsAreSeveralOrganisations() {
        initializeWith("recipients", List.of()).isInvalid("Recipients", "One or more recipients are required");
        initializeWith("recipients", List.of("12345"))
                .isInvalid("Recipients", "Each recipient should be on the form countrycode:organizationnumber");
        initialize(metadata -> metadata.remove("recipients")).isInvalid("Recipients", "required");
    }

    @Test
    @Scenario("B-42")
    void tenPropertiesAreTheLimit() {
        initializeWith("propertyList", properties(10)).isStatus(200);
        initializeWith("propertyList", properties(11))
                .isInvalid("PropertyList", "PropertyList can contain at most 10 properties");
    }

    @Test
    @Scenario({"B-43", "B-44"})
    void propertiesHaveLimitedKeysAndValues() {
        initializeWith("propertyList", Map.of("k".repeat(50), "v".repeat(3000))).isStatus(200);
        initializeWith("propertyList", Map.of("k".repeat(51), "v"))
                .isInvalid("PropertyList", "PropertyList Key can not be longer than 50. Length:51");
        initializeWith("propertyList", Map.of("k", "v".repeat(3001)))
                .isInvalid("PropertyList", "PropertyList Value can not be longer than 3000. Length:3001");
    }

    @Test
    @Scenario("B-45")
    void noPropertyListIsFineButNullIsNot() {
        initializeWith("propertyList", null).isInvalid("PropertyList", "required");
        Map<String, String> nullValue = new HashMap<>();
        nullValue.put("k", null);
        initializeWith("propertyList", nullValue).isUnhandled();
    }

    @Test
    @Scenario({"B-46", "B-47", "B-48", "B-49"})
    void aChecksumIsThirtyTwoCharactersInLowerCaseOrNothing() {
        initializeWith("checksum", "a".repeat(31)).isInvalid("Checksum", "a length of 32 characters");
        initializeWith("checksum", "A".repeat(32)).isInvalid("Checksum", "lower case");
        initializeWith("checksum", "").isStatus(200);
        initializeWith("checksum", null).isStatus(200);
        initializeWith("checksum", "z".repeat(32)).isStatus(200);
    }

    @Test
    void severalMistakesAreReportedTogether() {
        Answer answer = initialize(metadata -> {
            metadata.put("sender", "x");
            metadata.put("fileName", null);
        });
        answer.isInvalid("Sender", "Organization numbers").isInvalid("FileName", "required");
        assertThat(answer.json().path("title").asText()).isEqualTo("One or more validation errors occurred.");
    }

    @Test
    @Scenario({"B-50", "B-51"})
    void membersAreFoundInAnyCaseAndUnknownOnesIgnored() {
        Map<String, Object> metadata = metadata();
        metadata.put("foo", Map.of("bar", 1));
        metadata.put("FILENAME", metadata.remove("fileName"));
        assertThat(overview(initialize(metadata).id()).get("fileName").asText()).isEqualTo("report.xml");
    }

    @Test
    @Scenario("B-52")
    void aWrongTypeIsReportedUnderItsPath() {
        initializeWith("recipients", "0192:" + R1)
                .isInvalid("$.recipients", "could not be converted")
                .isInvalid("initializeExt", "The initializeExt field is required.");
        initializeWith("recipients", List.of(1)).isInvalid("$.recipients[0]", "could not be converted");
        initializeWith("disableVirusScan", "true").isInvalid("$.disableVirusScan", "could not be converted");
        initializeWith("propertyList", Map.of("a", 1)).isInvalid("$.propertyList.a", "could not be converted");
    }

    @Test
    @Scenario("B-53")
    void brokenJsonIsReportedAtTheRoot() {
        for (String broken : List.of("{", "[]", "{} {}")) {
            post("", token(S, WRITE), broken.getBytes(StandardCharsets.UTF_8), "Content-Type", JSON)
                    .isInvalid("$", "")
                    .isInvalid("initializeExt", "required");
        }
        post("", token(S, WRITE), new byte[0], "Content-Type", JSON)
                .isInvalid("", "A non-empty request body is required.");
    }

    @Test
    @Scenario("B-54")
    void onlyJsonIsTakenAndThatIsSaidAfterAuthentication() {
        Answer answer = post("", token(S, WRITE), json(metadata()), "Content-Type", "text/plain");
        assertThat(answer.isStatus(415).json().path("title").asText()).isEqualTo("Unsupported Media Type");
        post("", null, json(metadata()), "Content-Type", "text/plain").isEmpty(401);
        post("", token(S, WRITE), json(metadata()), "Content-Type", "application/vnd.x+json; charset=utf-8")
                .isStatus(200);
    }

    @Test
    @Scenario("B-55")
    void anOrganisationWithoutRightsCannotSend() {
        Map<String, Object> metadata = metadata();
        metadata.put("sender", "0192:" + X);
        post("", token(X, WRITE), json(metadata), "Content-Type", JSON).isError(401, 6);
    }

    @Test
    @Scenario("B-56")
    void nobodySendsForSomebodyElseUnlessItWasDelegated() {
        initializeWith("sender", "0192:" + R2).isError(401, 6);
        broker().policy().delegate(S, resource.id(), R2, Action.WRITE);
        initializeWith("sender", "0192:" + R2).isStatus(200);
    }

    @Test
    @Scenario("B-57")
    void storageThatIsNotReadyIsA503() {
        resource.storageReady(false);
        initialize(metadata()).isError(503, 21);
    }

    @Test
    void aServiceOwnerMustHaveBeenSetUp() {
        resource.serviceOwnerConfigured(false).storageReady(false);
        initialize(metadata()).isError(400, 2);
    }

    @Test
    @Scenario("B-58")
    void productionWantsAnApprovalForGoingWithoutAScan() {
        broker().environment(Environment.PRODUCTION);
        initialize(metadata()).isError(400, 20);
        resource.approvedWithoutVirusScan(true);
        initialize(metadata()).isStatus(200);
    }

    @Test
    @Scenario("B-59")
    void stagingGoesWithoutAScanForAnybody() {
        assertThat(overview(init()).get("useVirusScan").asBoolean()).isFalse();
    }

    @Test
    @Scenario("B-60")
    void recipientsMustBeInTheAccessListIfThereIsOne() {
        resource.accessList(R2);
        initialize(metadata()).isError(400, 28);
        resource.accessList(R1, R2);
        initialize(metadata()).isStatus(200);
    }

    @Test
    @Scenario({"B-61", "B-62", "B-63"})
    void theRequiredPartyIsTheOnlyRecipientOfOthers() {
        resource.requiredParty("0192:" + P);
        initializeWith("recipients", List.of("0192:" + R1, "0192:" + R2)).isError(400, 27);
        initializeWith("recipients", List.of("0192:" + R1)).isError(400, 26);
        initializeWith("recipients", List.of("0192:" + P)).isStatus(200);
    }

    @Test
    @Scenario("B-64")
    void theRequiredPartyItselfSendsToAnybody() {
        resource.requiredParty(S);
        initializeWith("recipients", List.of("0192:" + R1, "0192:" + R2)).isStatus(200);
    }

    @Test
    @Scenario("B-65")
    void aResourceMustBeInTheRegistry() {
        resource.inRegistry(false);
        initialize(metadata()).isError(403, 5);
    }

    @Test
    @Scenario("B-66")
    void theSameBodyTwiceMakesTwoTransfers() {
        assertThat(init()).isNotEqualTo(init());
    }

    @Test
    @Scenario("B-67")
    void expirationIsFixedByTheResourceAtInitialize() {
        String month = init();
        resource.fileTransferTimeToLive(Duration.ofDays(1));
        assertThat(lifetime(init())).isEqualTo(Duration.ofDays(1));
        assertThat(lifetime(month)).isEqualTo(Duration.ofDays(30));
    }

    @Test
    @Scenario("B-68")
    void aFileNameIsReturnedAsItCame() {
        String name = "æøå/\"\\\t\u2028 \uD83D\uDE00";
        assertThat(overview(initWith("fileName", name)).get("fileName").asText())
                .isEqualTo(name);
    }

    @Test
    void withoutAnAnswerFromThePolicyNobodyMayDoAnything() {
        broker().policy().failing(true);
        initialize(metadata()).isError(401, 6);
        list(S, "").isError(401, 6);
    }

    @Test
    void validationComesBeforeAccess() {
        Map<String, Object> metadata = metadata();
        metadata.put("recipients", new ArrayList<>(Arrays.asList("0192:" + R1, null)));
        int before = broker().transfers().size();
        post("", token(X, WRITE), json(metadata), "Content-Type", JSON).isInvalid("Recipients", "Each recipient");
        assertThat(broker().transfers()).hasSize(before);
    }

    private Duration lifetime(String id) {
        JsonNode view = overview(id);
        return Duration.between(
                OffsetDateTime.parse(view.get("created").asText()),
                OffsetDateTime.parse(view.get("expirationTime").asText()));
    }

    private static Map<String, String> properties(int count) {
        Map<String, String> properties = new HashMap<>();
        for (int i = 0; i < count; i++) {
            properties.put("key" + i, "value");
        }
        return properties;
    }
}
