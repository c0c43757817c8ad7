package no.altinncamel.broker.karaf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;

import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a configuration may say, and what it is told when it says something else. */
class ComponentOptionsTest {

    private final DefaultCamelContext scratch = new DefaultCamelContext();

    @AfterEach
    void stop() {
        scratch.stop();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    clientID2          | x     | clientID2: there is no such option - the manual's reference lists all
                    environment        | TT03  | environment: 'TT03' is not one of TT02, PRODUCTION
                    maxConnections     | many  | maxConnections: 'many' is not a whole number
                    maxConnections     | 0     | maxConnections: 0 is too small - use at least 1
                    verifyChecksum     | yes   | verifyChecksum: 'yes' is not true or false
                    failureBackoff     | soon  | failureBackoff: 'soon' is not a whole number or a time such as 30s
                    rateLimitShare     | 2     | rateLimitShare: 2.0 is not a share - use a number above 0 and at most 1, such as 0.5 on each of two nodes
                    sender             | 12    | sender: '12' is not an organisation number - write nine digits, or 0192: and nine digits
                    platformUrl        | http://altinn.no | platformUrl: 'http://altinn.no' is not an https address - use https (http is for loopback addresses only)
                    maxBytesPerSecond  | -1    | maxBytesPerSecond: -1 is too small - use bytes per second, such as 10000000, or 0 for no limit
                    maxBytesPerSecond  | fast  | maxBytesPerSecond: 'fast' is not a whole number or a time such as 30s
                    property.type      | %s    | property.type: it has 3001 characters - use 1 to 3000
                    environment        | {"d":"secret"} | environment: the value is not one of TT02, PRODUCTION
                    maxConnections     | {"d":"secret"} | maxConnections: the value is not a whole number
                    tokenEndpoint      | {"d":"secret"} | tokenEndpoint: its value of 14 characters is not an address - write it as https://host
                    sender             | {"d":"secret"} | sender: its value of 14 characters is not an organisation number - write nine digits, or 0192: and nine digits
                    signingKey         | {"d":"secret"} | signingKey: the value is not a SigningKey, such as #bean:name if the context has one
                    """)
    void whatIsWrongIsNamed(String option, String value, String message) {
        assertThatThrownBy(() -> ComponentOptions.of(Map.of(option, value.replace("%s", "x".repeat(3001))))
                        .check(scratch))
                .isInstanceOf(WrongConfigurationException.class)
                .hasMessage(message)
                .hasNoCause();
    }

    @Test
    void everyFaultIsNamedAtOnce() {
        assertThatThrownBy(() -> ComponentOptions.of(
                                Map.of("clientIdd", "x", "environment", "TEST", "maxConnections", "0"))
                        .check(scratch))
                .hasMessageContaining("clientIdd")
                .hasMessageContaining("environment")
                .hasMessageContaining("maxConnections");
    }

    @Test
    void whatAUriMayStillSayIsNotMissed() {
        assertThatCode(() -> ComponentOptions.of(Map.of("environment", "TT02")).check(scratch))
                .doesNotThrowAnyException();
        assertThatCode(() -> ComponentOptions.of(Map.of()).check(scratch)).doesNotThrowAnyException();
    }

    @Test
    void entriesOfThePropertyListAreWrittenAsInUrisOrAsOnOtherRuntimes() throws Exception {
        ComponentOptions options = ComponentOptions.of(
                Map.of("property.type", "invoice", "properties.case", "2026-17", "property.a.b", "c"));

        options.check(scratch);

        assertThat(options.newComponent(scratch).getConfiguration().getProperties())
                .containsOnly(Map.entry("type", "invoice"), Map.entry("case", "2026-17"), Map.entry("a.b", "c"));
    }

    @Test
    void beansAndPlaceholdersAreTheContextsBusiness() {
        Map<String, Object> values = new HashMap<>();
        values.put("idempotentRepository", "#bean:claims");
        values.put("sendOnce", "true");
        values.put("clientId", "{{client}}");

        assertThatCode(() -> ComponentOptions.of(values).check(scratch)).doesNotThrowAnyException();
    }

    @Test
    void valuesAreNeverShown() {
        assertThat(ComponentOptions.of(Map.of("privateKeyPassword", "hunter2")))
                .hasToString("ComponentOptions[privateKeyPassword]");
    }
}
