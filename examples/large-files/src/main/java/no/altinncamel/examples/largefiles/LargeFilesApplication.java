package no.altinncamel.examples.largefiles;

import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.main.Main;

/** Sends what lies in the outbox, and receives into the inbox, whatever the size. */
public final class LargeFilesApplication {

    private LargeFilesApplication() {}

    public static void main(String[] arguments) throws Exception {
        application().run(arguments);
    }

    static Main application() {
        Main application = new Main();
        application.bind("progress", new Progress());
        application.configure().addRoutesBuilder(new RouteBuilder() {
            @Override
            public void configure() {
                // what failed or was interrupted stays where it is, and goes on at a later look
                from("file:{{folder}}/outbox?delay={{pause}}&move=.sent&readLock=changed")
                        .routeId("send")
                        // the same file has the same reference when it is offered again after an interruption
                        .setHeader("CamelAltinnBrokerSendersFileTransferReference", simple("${file:onlyname}"))
                        .to("altinn-broker:{{resource}}?recipients={{recipient}}&waitForPublication=true")
                        .log("Sent ${file:onlyname} as transfer ${header.CamelAltinnBrokerFileTransferId}");

                from("altinn-broker:{{resource}}?delay={{pause}}")
                        .routeId("receive")
                        .to("file:{{folder}}/inbox"
                                + "?fileName=${header.CamelAltinnBrokerFileTransferId}-${header.CamelFileName}")
                        .log("Received ${header.CamelFileName}");
            }
        });
        return application;
    }
}
