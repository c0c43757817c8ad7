package no.altinncamel.examples.springboot;

import org.apache.camel.builder.RouteBuilder;
import org.springframework.stereotype.Component;

/** Each received file becomes a row; only then it is confirmed. */
@Component
class ReceiveRoute extends RouteBuilder {

    private final ReceivedFiles files;

    ReceiveRoute(ReceivedFiles files) {
        this.files = files;
    }

    @Override
    public void configure() {
        from("altinn-broker:{{app.resource}}?delay={{app.pause}}")
                .routeId("receive")
                .bean(files, "store")
                .log("Received ${header.CamelFileName} from ${header.CamelAltinnBrokerFileTransfer.sender}");
    }
}
