package no.altinncamel.broker;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;

/**
 * Sends a file and receives it again, in a JVM of its own that a test starts with a small heap. Stream caching is as Camel has it
 * by default. Prints one line: the number of bytes received, their MD5, and the state of the transfer.
 */
public final class SmallHeapJourney {

    private static final int BUFFER = 64 * 1024;

    private SmallHeapJourney() {}

    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
            settings.load(in);
        }
        CountDownLatch received = new CountDownLatch(1);
        String[] result = new String[1];
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getPropertiesComponent().setInitialProperties(settings);
            AltinnBrokerComponent component = camel.getComponent("altinn-broker", AltinnBrokerComponent.class);
            component.getConfiguration().setPlatformUrl(settings.getProperty("platformUrl"));
            component.getConfiguration().setMaskinportenIssuer(settings.getProperty("maskinportenIssuer"));
            camel.addRoutes(new RouteBuilder() {
                @Override
                public void configure() {
                    from("direct:send")
                            .to("altinn-broker:{{resource}}?clientId={{sender.clientId}}"
                                    + "&privateKeyResource={{sender.key}}&sender={{sender.organization}}"
                                    + "&recipients={{recipient.organization}}&waitForPublication=true");
                    from("altinn-broker:{{resource}}?clientId={{recipient.clientId}}&privateKeyResource={{recipient.key}}"
                                    + "&initialDelay=0&delay=3000")
                            .setHeader("step", constant("so that Camel's stream caching sees the body"))
                            .process(exchange -> result[0] = read(exchange))
                            .process(exchange -> received.countDown());
                }
            });
            camel.start();
            camel.createProducerTemplate()
                    .sendBodyAndHeader(
                            "direct:send", new File(settings.getProperty("file")), Exchange.FILE_NAME, "large.bin");
            if (!received.await(2, TimeUnit.MINUTES)) {
                throw new IllegalStateException("The file was not received");
            }
        }
        System.out.println(
                "RECEIVED " + result[0] + " heap " + (Runtime.getRuntime().maxMemory() >> 20) + " MiB");
    }

    private static String read(Exchange exchange) throws Exception {
        MessageDigest digest = MessageDigest.getInstance("MD5");
        long bytes = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                digest.update(buffer, 0, read);
                bytes += read;
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes + " " + HexFormat.of().formatHex(digest.digest());
    }
}
