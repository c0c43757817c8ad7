package no.altinncamel.broker;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Properties;

import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;
import org.apache.camel.processor.idempotent.jdbc.JdbcMessageIdRepository;
import org.h2.jdbcx.JdbcDataSource;

import no.altinncamel.broker.client.http.RateBudget;

/**
 * Receives until it is killed, in a JVM of its own that {@link KillFigures} starts. Notes in a journal when a route takes a file
 * and when it is done with it; a line that was written survives the process.
 */
public final class KilledReceiver {

    private KilledReceiver() {}

    /** @param arguments properties file with the emulator's settings; journal; address of the database, or nothing for none */
    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
            settings.load(in);
        }
        FileChannel journal =
                FileChannel.open(Path.of(arguments[1]), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Main camel = new Main();
        camel.setOverrideProperties(settings);
        String claims = "";
        if (arguments.length > 2) {
            camel.bind("claims", repository(arguments[2]));
            claims = "&idempotentRepository=#bean:claims&claimTimeout=" + KillFigures.CLAIM_TIMEOUT_MILLIS;
        }
        String options = claims;
        camel.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("altinn-broker:{{resource}}?clientId={{recipient.clientId}}&privateKeyResource={{recipient.key}}"
                                + "&initialDelay=0&delay=50&concurrentTransfers=2" + options)
                        .process(exchange -> note(journal, "START", exchange))
                        .process(KilledReceiver::read)
                        .process(exchange -> note(journal, "DONE", exchange));
            }
        });
        // the emulator's limits are off
        camel.configure().addConfiguration(new CamelConfiguration() {
            @Override
            public void configure(CamelContext context) {
                context.getCamelContextExtension().addContextPlugin(RateBudget.class, KillFigures.UNLIMITED);
            }
        });
        camel.run();
    }

    private static JdbcMessageIdRepository repository(String url) {
        JdbcDataSource database = new JdbcDataSource();
        database.setUrl(url);
        return new JdbcMessageIdRepository(database, "kill");
    }

    private static void read(Exchange exchange) throws IOException {
        try (InputStream body = exchange.getMessage().getBody(InputStream.class)) {
            body.transferTo(OutputStream.nullOutputStream());
        }
    }

    private static void note(FileChannel journal, String what, Exchange exchange) throws IOException {
        String id = exchange.getMessage().getHeader(AltinnBrokerConstants.FILE_TRANSFER_ID, String.class);
        String line = what + " " + id + " " + System.currentTimeMillis() + "\n";
        synchronized (journal) {
            journal.write(ByteBuffer.wrap(line.getBytes(StandardCharsets.US_ASCII)));
        }
    }
}
