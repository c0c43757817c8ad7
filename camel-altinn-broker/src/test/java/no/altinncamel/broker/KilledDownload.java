package no.altinncamel.broker;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.apache.camel.CamelConfiguration;
import org.apache.camel.CamelContext;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

import no.altinncamel.broker.client.http.RateBudget;

/** Receives into a folder until it is killed, in a JVM of its own that {@link DownloadFigures} starts. */
public final class KilledDownload {

    private KilledDownload() {}

    /** @param arguments properties file with the emulator's settings; work directory; parts; folder for what has arrived */
    public static void main(String[] arguments) throws Exception {
        Properties settings = new Properties();
        try (InputStream in = Files.newInputStream(Path.of(arguments[0]))) {
            settings.load(in);
        }
        Main camel = new Main();
        camel.setOverrideProperties(settings);
        camel.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                from("altinn-broker:{{resource}}?clientId={{recipient.clientId}}&privateKeyResource={{recipient.key}}"
                                + "&initialDelay=0&delay=50&localWorkDirectory=" + arguments[1]
                                + "&parallelDownloads=" + arguments[2])
                        .to("file:" + arguments[3] + "?fileName=arrived");
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
}
