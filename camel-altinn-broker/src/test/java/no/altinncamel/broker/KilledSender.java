package no.altinncamel.broker;

import java.io.File;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Sends one file by TUS, in a JVM of its own that {@link UploadKillFigures} starts and kills. */
public final class KilledSender {

    private KilledSender() {}

    /** @param arguments properties file with the emulator's settings; file to send; folder of the upload store; parts */
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
                errorHandler(noErrorHandler());
                from("direct:send")
                        .to("altinn-broker:{{resource}}?clientId={{sender.clientId}}&privateKeyResource={{sender.key}}"
                                + "&sender={{sender.organization}}&recipients={{recipient.organization}}&fileName=large"
                                + "&uploadMode=tus&disableVirusScan=true&waitForPublication=true&uploadStoreDirectory="
                                + arguments[2] + "&parallelUploads=" + arguments[3]);
            }
        });
        camel.start();
        try {
            camel.getCamelTemplate().sendBody("direct:send", new File(arguments[1]));
        } finally {
            camel.stop();
        }
    }
}
