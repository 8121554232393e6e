/// The object store in an S3 bucket, for archives that outgrow one machine's disks: the one place
/// that knows AWS's SDK. [vn.tia.bridge.s3.S3ObjectStore] is the adapter of the port
/// [vn.tia.bridge.objects.ObjectStore]; it speaks to every server with the S3 interface.
@NullMarked
package vn.tia.bridge.s3;

import org.jspecify.annotations.NullMarked;
