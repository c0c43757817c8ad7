package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import javax.management.MBeanAttributeInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;

import com.nimbusds.jose.jwk.RSAKey;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import no.altinncamel.emulator.AltinnAccount;
import no.altinncamel.emulator.AltinnExtension;
import no.altinncamel.emulator.control.Fault;
import no.altinncamel.emulator.control.RecordedCall;
import no.altinncamel.emulator.http.Operation;

/** Keys, assertions and tokens show up nowhere. */
class SecretsTest {

    @RegisterExtension
    static final AltinnExtension altinn = new AltinnExtension();

    @TempDir
    private Path folder;

    @Test
    void aFullSendAndReceiveLoggedAtTraceShowsNoSecret() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.txt"), "hello");
        String log = JourneyProcess.run(
                altinn.service(),
                folder,
                file,
                "-Dorg.slf4j.simpleLogger.log.no.altinncamel=trace",
                "-Dorg.slf4j.simpleLogger.log.org.apache.camel=trace");

        assertThat(log).contains("RECEIVED 5 ");
        assertThat(log.lines().filter(line -> line.contains("TRACE"))).hasSizeGreaterThan(50);
        assertNoSecret(log);
    }

    @Test
    void jmxShowsNoSecret() throws Exception {
        AltinnAccount account = altinn.service().sender();
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            camel.component().getConfiguration().setPrivateKey(account.privateJwk());
            String uri = "altinn-broker:" + altinn.service().resourceId() + "?clientId=" + account.clientId();
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:send").to(uri + "&subscriptionSecret=do-not-show");
                    from(uri + "&proxyPassword=do-not-show").autoStartup(false).to("mock:in");
                }
            });
            camel.start();

            List<String> shown = new ArrayList<>();
            MBeanServer server = ManagementFactory.getPlatformMBeanServer();
            Set<ObjectName> names =
                    server.queryNames(new ObjectName("org.apache.camel:context=" + camel.getName() + ",*"), null);
            for (ObjectName name : names) {
                shown.add(name.toString());
                for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                    if (attribute.isReadable() && attribute.getType().equals("java.lang.String")) {
                        shown.add(String.valueOf(server.getAttribute(name, attribute.getName())));
                    }
                }
            }
            assertThat(shown).anyMatch(text -> text.contains("altinn-broker"));
            assertThat(shown).allSatisfy(this::assertNoSecret);
        }
    }

    /** Also when a server's answer quotes what it was sent. */
    @Test
    void noFailureAndNoExchangeShowsASecret() throws Exception {
        altinn.emulator().rateLimits().enabled(false);
        try (CamelWithAltinn camel = new CamelWithAltinn(altinn.service())) {
            camel.component()
                    .getConfiguration()
                    .setPrivateKey(altinn.service().sender().privateJwk());
            camel.start();
            String uri = "altinn-broker:" + altinn.service().resourceId()
                    + "?maxCallAttempts=1&disableVirusScan=true&clientId="
                    + altinn.service().sender().clientId() + "&sender="
                    + altinn.service().sender().organization() + "&recipients="
                    + altinn.service().recipient().organization();
            List<String> shown = new ArrayList<>();
            shown.add(sent(camel, uri, true));
            String token = altinn.emulator()
                    .recorder()
                    .calls(Operation.INITIALIZE)
                    .get(0)
                    .header("Authorization");
            String quoting = "{\"title\":\"" + token + "\",\"detail\":\"you sent " + token + "\"}";
            for (Operation operation : List.of(Operation.INITIALIZE, Operation.UPLOAD)) {
                for (int status : new int[] {400, 401, 403, 500}) {
                    altinn.emulator().faults().next(operation, 2, Fault.answer(status, "application/json", quoting));
                    shown.add(sent(camel, uri, false));
                    altinn.emulator().faults().clear();
                }
            }
            // scopes of their own, so that no token is there yet and no earlier failure is remembered
            for (Operation operation : List.of(Operation.TOKEN_EXCHANGE, Operation.MASKINPORTEN_TOKEN)) {
                altinn.emulator().faults().next(operation, 2, Fault.answer(400, "application/json", quoting));
                shown.add(sent(
                        camel,
                        uri + "&scopes=altinn:broker.write"
                                + (operation == Operation.TOKEN_EXCHANGE ? ",altinn:broker.read" : ",x"),
                        false));
                altinn.emulator().faults().clear();
            }
            assertThat(shown).hasSize(11).allSatisfy(this::assertNoSecret);
        }
    }

    /** All that an exchange and its failure show. */
    private static String sent(CamelWithAltinn camel, String uri, boolean successful) {
        Exchange sent = camel.template().request(uri, exchange -> {
            exchange.getMessage().setBody("hello");
            exchange.getMessage().setHeader(Exchange.FILE_NAME, "a.txt");
        });
        assertThat(sent.getException() == null).isEqualTo(successful);
        assertThat(sent.getMessage().getHeaders()).doesNotContainKey("Authorization");
        StringWriter shown = new StringWriter();
        shown.append(sent + " " + sent.getMessage().getHeaders() + " " + sent.getAllProperties());
        if (sent.getException() != null) {
            sent.getException().printStackTrace(new PrintWriter(shown, true));
        }
        return shown.toString();
    }

    private void assertNoSecret(String text) {
        assertThat(text).doesNotContain("eyJ").doesNotContain("do-not-show");
        for (AltinnAccount account :
                List.of(altinn.service().sender(), altinn.service().recipient())) {
            RSAKey key = parse(account);
            assertThat(text)
                    .doesNotContain(key.getPrivateExponent().toString())
                    .doesNotContain(key.getFirstPrimeFactor().toString())
                    .doesNotContain(key.getSecondPrimeFactor().toString());
        }
        for (RecordedCall call : altinn.emulator().recorder().calls()) {
            String authorization = call.header("Authorization");
            if (authorization != null) {
                assertThat(text).doesNotContain(authorization.substring("Bearer ".length()));
            }
        }
    }

    @Test
    void noSecretIsPartOfAnAddress() throws Exception {
        Path file = Files.writeString(folder.resolve("letter.txt"), "hello");
        JourneyProcess.run(altinn.service(), folder, file);

        assertThat(altinn.emulator().recorder().count(Operation.MASKINPORTEN_TOKEN))
                .isPositive();
        assertThat(altinn.emulator().recorder().calls())
                .allSatisfy(call -> assertThat(call.uri()).doesNotContain("eyJ"));
    }

    private static RSAKey parse(AltinnAccount account) {
        try {
            return RSAKey.parse(account.privateJwk());
        } catch (java.text.ParseException e) {
            throw new IllegalStateException(e);
        }
    }
}
