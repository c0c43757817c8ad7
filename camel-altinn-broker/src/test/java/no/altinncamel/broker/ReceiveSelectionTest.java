package no.altinncamel.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.apache.camel.FailedToCreateRouteException;
import org.junit.jupiter.api.Test;

import no.altinncamel.broker.client.FileTransfer;
import no.altinncamel.broker.client.RecipientStatus;
import no.altinncamel.emulator.http.Operation;

/** Which files a consumer takes, and in which order: filter, filterSenders, filterReference, sortBy, fileTransferId. */
class ReceiveSelectionTest extends ReceiveFixture {

    @Test
    void whatTheFilterDoesNotWantIsNeitherDownloadedNorConfirmed() throws Exception {
        String unwanted = send("letter", "a.txt");
        String wanted = send("invoice", "b.xml");
        receive("&filter=RAW(${header.CamelFileName} contains '.xml')", route -> route.process(this::read));

        awaitConfirmed(wanted);
        awaitPolls(3);
        assertThat(received).containsExactly("invoice");
        assertThat(recipientStatus(unwanted)).isEqualTo(RecipientStatus.INITIALIZED);
    }

    @Test
    void theFilterSeesThePropertiesThatTheSenderGave() throws Exception {
        send("one", message -> message.setHeader(AltinnBrokerConstants.PROPERTY_LIST, Map.of("type", "letter")));
        String wanted = send(
                "two", message -> message.setHeader(AltinnBrokerConstants.PROPERTY_LIST, Map.of("type", "invoice")));
        receive(
                "&filter=RAW(${header.CamelAltinnBrokerFileTransfer.properties[type]} == 'invoice')",
                route -> route.process(this::read));

        awaitConfirmed(wanted);
        assertThat(received).containsExactly("two");
    }

    @Test
    void aFileThatTheFilterRefusedCostsNoFurtherCallAndComesWhenTheFilterWantsIt() throws Exception {
        AtomicBoolean open = new AtomicBoolean();
        camel.getRegistry().bind("gate", new Gate(open));
        String id = send("hello");
        receive("&filter=RAW(${bean:gate?method=wants})", route -> route.process(this::read));
        awaitPolls(3);
        assertThat(received).isEmpty();
        int overviews = altinn.emulator().recorder().count(Operation.OVERVIEW);
        awaitPolls(3);
        assertThat(altinn.emulator().recorder().count(Operation.OVERVIEW)).isEqualTo(overviews);

        open.set(true);
        awaitConfirmed(id);
        assertThat(received).containsExactly("hello");
    }

    public static final class Gate {

        private final AtomicBoolean open;

        Gate(AtomicBoolean open) {
            this.open = open;
        }

        public boolean wants() {
            return open.get();
        }
    }

    @Test
    void aHundredUnwantedFilesDoNotHideTheOneBehindThem() throws Exception {
        for (int i = 0; i < 101; i++) {
            send("unwanted-" + i, "unwanted.txt");
        }
        String wanted = send("wanted", "wanted.xml");
        receive("&filter=RAW(${header.CamelFileName} contains '.xml')", route -> route.process(this::read));

        awaitConfirmed(wanted);
        assertThat(received).containsExactly("wanted");
    }

    @Test
    void aFilterThatFailsOnOneFileIsAFailedAttemptAndDoesNotHoldUpTheOthers() throws Exception {
        String broken = send("broken", "broken.txt");
        String good = send("good", "1.txt");
        receive(
                "&filter=RAW(${bean:type:no.altinncamel.broker.ReceiveSelectionTest$Picky?method=wants(${header.CamelFileName})})",
                route -> route.process(this::read));

        awaitConfirmed(good);
        await().atMost(LONG).until(() -> consumer().getFailed() == 1);
        assertThat(recipientStatus(broken)).isEqualTo(RecipientStatus.INITIALIZED);
        assertThat(consumer().getTransfers()).anyMatch(line -> line.contains(broken) && line.contains("filter failed"));
    }

    public static final class Picky {

        public static boolean wants(String name) {
            if (name.startsWith("broken")) {
                throw new IllegalStateException("cannot say");
            }
            return true;
        }
    }

    @Test
    void onlyTheNamedSendersAreReceivedFrom() throws Exception {
        String id = send("hello");
        String sender = altinn.service().sender().organization();
        receive("&filterSenders=987654321", route -> route.process(this::read));
        awaitPolls(3);
        assertThat(received).isEmpty();
        assertThat(recipientStatus(id)).isEqualTo(RecipientStatus.INITIALIZED);
        camel.getRouteController().stopRoute("receive");
        camel.removeRoute("receive");

        receive("&filterSenders=987654321,0192:" + sender, route -> route.process(this::read));
        awaitConfirmed(id);
    }

    @Test
    void theReferenceMustMatchAsAWhole() throws Exception {
        send("no", message -> message.setHeader(AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE, "x-order-1"));
        String wanted = send(
                "yes", message -> message.setHeader(AltinnBrokerConstants.SENDERS_FILE_TRANSFER_REFERENCE, "order-1"));
        receive("&filterReference=RAW(order-\\d+)", route -> route.process(this::read));

        awaitConfirmed(wanted);
        assertThat(received).containsExactly("yes");
    }

    @Test
    void theOrderIsTheOneThatIsAskedFor() throws Exception {
        send("1", "b.txt");
        send("22", "A.txt");
        send("333", "c.txt");
        String last = send("55555", "B.txt");
        receive(
                "&sortBy=RAW(ignoreCase:${header.CamelFileName};reverse:${header.CamelFileLength})",
                route -> route.process(this::read));

        awaitConfirmed(last);
        await().atMost(LONG).untilAsserted(() -> assertThat(received).containsExactly("22", "55555", "1", "333"));
    }

    @Test
    void anExpressionThatFailsOnAFileOrIsOfMixedTypesStillMakesAnOrder() throws Exception {
        List<String> sent = new ArrayList<>();
        for (String name : List.of("12", "b", "7", "a", "broken", "3")) {
            sent.add(send(name, name));
        }
        receive(
                "&sortBy=RAW(${bean:type:no.altinncamel.broker.ReceiveSelectionTest$Key?method=of(${header.CamelFileName})})",
                route -> route.process(this::read));

        sent.forEach(this::awaitConfirmed);
        assertThat(received).containsExactly("broken", "3", "7", "12", "a", "b");
    }

    public static final class Key {

        public static Object of(String name) {
            if (name.equals("broken")) {
                throw new IllegalStateException("cannot say");
            }
            return name.matches("\\d+") ? (Object) Integer.valueOf(name) : name;
        }
    }

    @Test
    void aRouteMayWaitForOneTransferOnly() throws Exception {
        send("one");
        String wanted = send("two");
        receive("&fileTransferId=" + wanted, route -> route.process(this::read));

        awaitConfirmed(wanted);
        assertThat(received).containsExactly("two");
    }

    @Test
    void aWrongExpressionIsNamedWhenTheRouteIsAdded() {
        assertThatThrownBy(() -> receive("&filter=RAW(${header.CamelFileName)", route -> route.process(this::read)))
                .isInstanceOf(FailedToCreateRouteException.class)
                .hasStackTraceContaining("filter: '${header.CamelFileName' is not a Simple expression");
        assertThatThrownBy(() -> receive("&sortBy=RAW(${nonsense})", route -> route.process(this::read)))
                .hasStackTraceContaining("sortBy: '${nonsense}' is not a Simple expression");
    }

    @Test
    void theMetadataIsThatOfTheTransfer() throws Exception {
        String id = send("hello", "hello.txt");
        FileTransfer transfer = overview(id);
        receive(
                "&filter=RAW(${header.CamelAltinnBrokerFileTransferId} == '" + id + "' && ${header.CamelFileLength} == "
                        + transfer.size() + ")",
                route -> route.process(this::read));

        awaitConfirmed(id);
    }
}
